"""The state of a whole knowledge base on one page: findings, freshness, coverage, questions.

Judges nothing itself: it is handed the findings, and asks ``kb.articles`` what is stale and what is answered.
"""

"""Every number that retrieval is tuned with, and why it has its value.

Few on purpose, and flat: each was tried at several values on the judged queries, on the same articles without their
stored questions, and on a public collection of encyclopedia paragraphs, and half or double of it changes S@1 by two
points at most. The confidence was fitted under cross-validation (``benchmarks/calibrate.py``). What each part brings
shows ``benchmarks/ablation.py``. None knows a word of any article.
"""

from __future__ import annotations

FIELD_WEIGHTS = {"title": 3.0, "summary": 1.5, "questions": 1.0, "tags": 1.5, "headings": 1.0, "body": 1.0}
"""BM25F: how much one occurrence in each field counts."""

FIELD_B = {"title": 0.3, "summary": 0.3, "questions": 0.3, "tags": 0.3, "headings": 0.3, "body": 0.7}
"""BM25F: how far each field's length is discounted, 0 (not at all) to 1."""

K1 = 1.2
"""BM25F: how late repeats stop counting."""

WHOLE_QUESTION = 0.7
"""Weight of the one stored question (or title) that is most like the whole of the asked one, beside BM25F."""

QUESTION_LENGTH = 0.4
"""How far a long stored question is discounted, 0 (not at all) to 1 (as much as its own weight)."""

READING = 0.85
"""A word found by its reading (kana or romaji for a kanji word)."""

SYNONYM = 0.6
"""A word of Sudachi's synonym group of the word asked for."""

WRITERS_SYNONYM = 0.9
"""A word of the writers' own synonyms."""

PART = 0.4
"""A part of a longer word, when the longer word is a term of its own."""

JOINT = 50
"""Two words written together as one term beside the two, in hundredths."""

NAMED = 0.4
"""A word that names a version, plan or OS: its meaning has already decided by applicability."""

FIT = {0: 0.8, 1: 0.92, 2: 1.0}
"""Factor on the score by ``applicability.Fit``: tied to something else, general, exact."""

OLDER_LEADS = 1.35
"""An older version's article speaks for its topic only when it scores this much better than the newest."""

CONFIDENCE = {
    "bias": -11.366,
    "density": 4.455,
    "elsewhere": -1.711,
    "foreign": -1.247,
    "listed": -2.153,
    "matched": 0.824,
    "unasked": 2.007,
    "whole": 1.587,
    "words": 3.567,
}
"""Logistic regression over ``confidence.features``; the output of ``benchmarks/calibrate.py``."""

ANSWER_FROM = 0.5
"""Confidence from which the first result counts as an answer: the bias is set so that one in
twenty-five answerable questions is refused."""

"""What people asked and did not find: the opt-in log of questions, and what writers may do about it.

``masking`` takes out what is personal, ``log`` owns the file and its format (and says what is kept), ``grouping``
joins the wordings of one question, ``proposals`` says what might mend it, ``document`` and ``text`` show it. All but
``log`` is pure. Does not search: it is handed what the search says (``kb.retrieval.search.Trace``).
"""

"""Compile the lexicon: walk Sudachi's dictionary once and keep what can lead to a term of the index.

The costs are learnt from the articles themselves: how often Sudachi found each spelling as a word of its own in
them. So a spelling common here is cheap, a homograph that never occurs (で as 出る) is dear or left out, and the
reader of questions needs no grammar.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.retrieval import weights
from kb.retrieval.analyzer import ENGLISH_FUNCTION_WORDS, Analyzer, is_content
from kb.retrieval.lexicon import Choice, Entry, Group, MemoryLexicon
from kb.text import fold, normalize

_PROPER = "固有名詞"
_PEOPLE = "人名"
_GRAMMAR = frozenset({"助詞", "助動詞", "動詞", "形容詞", "形状詞", "接尾辞", "接頭辞", "接続詞", "感動詞"})
"""Parts of speech whose words without content a question may hold; signs and blanks need no spelling."""

# Costs beside the learnt ones, in nats. They order the doubtful cases; only their order of size matters.
_UNSEEN = 1.0
_READING = 1.5
_SHORT_READING = 3.0
_SINGLE_KANJI = 2.5
_UNSEEN_FUNCTION = 0.6  # of ln(total): grammar words are common everywhere, though not in these few articles


@dataclass(slots=True)
class _Word:
    """What the dictionary says of one spelling."""

    terms: dict[str, str] = field(default_factory=dict)
    """Term to how it is reached; "word" wins over "reading", and that over "synonym"."""
    function: bool = False

    def add(self, term: str, via: str) -> None:
        held = self.terms.get(term)
        if held is None or _ORDER[via] < _ORDER[held]:
            self.terms[term] = via


_ORDER = {"word": 0, "writer": 1, "reading": 2, "synonym": 3}
_WEIGHT = {
    "word": 1.0,
    "writer": weights.WRITERS_SYNONYM,
    "reading": weights.READING,
    "synonym": weights.SYNONYM,
}


def compile_lexicon(
    analyzer: Analyzer,
    terms: Collection[str],
    words: Mapping[tuple[str, str], int],
    synonyms: Iterable[tuple[str, ...]] = (),
) -> MemoryLexicon:
    """The lexicon of one index.

    Args:
        analyzer: the one the articles were read with.
        terms: all terms of the index.
        words: (key, term or "") to its occurrences in the articles, from ``Analyzer.words``.
        synonyms: groups of phrases that mean the same, as the writers gave them.
    """
    return _Compiler(analyzer, frozenset(terms), words).compile(synonyms)


class _Compiler:
    def __init__(
        self, analyzer: Analyzer, terms: frozenset[str], words: Mapping[tuple[str, str], int]
    ) -> None:
        self.analyzer, self.terms, self.seen = analyzer, terms, words
        self.total = max(sum(words.values()), 1000)
        self.key_counts: Counter[str] = Counter()
        self.term_counts: Counter[str] = Counter()
        for (key, term), count in words.items():
            self.key_counts[key] += count
            self.term_counts[term] += count
        self.spellings: dict[str, _Word] = defaultdict(_Word)
        self.parts: dict[str, tuple[str, ...]] = {}
        self.groups_of: dict[str, set[int]] = defaultdict(set)
        self.members: dict[int, set[str]] = defaultdict(set)
        self.foreign: list[tuple[str, str, list[int]]] = []

    def compile(self, synonyms: Iterable[tuple[str, ...]]) -> MemoryLexicon:
        self._walk_dictionary()
        self._add_seen_words()
        self._add_foreign_synonyms()
        writers = self._writers_synonyms(synonyms)
        entries = {}
        for key, word in self.spellings.items():
            entry = self._entry(key, word, writers)
            if entry is not None:
                entries[key] = entry
        return MemoryLexicon(entries, unknown_cost=_hundredths(math.log(self.total)))

    # ------------------------------------------------------------ the dictionary

    def _walk_dictionary(self) -> None:
        positions: dict[int, tuple[str, ...]] = {}
        normalized: dict[str, str] = {}
        for morpheme in self.analyzer.dictionary.entries():
            # Two calls into Sudachi and two dictionary look-ups settle most of 1.6 million entries.
            number, form = morpheme.part_of_speech_id(), morpheme.normalized_form()
            position = positions.get(number) or positions.setdefault(number, morpheme.part_of_speech())
            term = normalized.get(form) or normalized.setdefault(form, normalize(form))
            if term in self.terms:
                if is_content(position, term):
                    self._known(morpheme, position, term)
                    continue
            elif position[1] == _PROPER:
                continue
            content = is_content(position, term)
            # A stop word is understood, also where no article has it: a question that greets is no stranger for it.
            if term in self.analyzer.stopwords or (not content and position[0] in _GRAMMAR):
                self.spellings[fold(morpheme.surface())].function = True
            elif content:
                self._unknown(morpheme)

    def _unknown(self, morpheme: Any) -> None:
        """A common word that no article has: it may have a synonym that one has."""
        groups = morpheme.synonym_group_ids()
        if groups:
            self.foreign.append((fold(morpheme.surface()), fold(morpheme.reading_form()), groups))

    def _known(self, morpheme: Any, position: tuple[str, ...], term: str) -> None:
        key = fold(morpheme.surface())
        self.spellings[key].add(term, "word")
        if position[1] == _PROPER:
            if position[2] == _PEOPLE:
                return
        else:
            for group in morpheme.synonym_group_ids():
                self.groups_of[term].add(group)
                self.members[group].add(term)
        reading = fold(morpheme.reading_form())
        if reading != key and len(reading) > 1:
            self.spellings[reading].add(term, "reading")
        if term not in self.parts:
            self.parts[term] = tuple(
                t for t, _, _ in self.analyzer.split(morpheme) if t in self.terms and t != term
            )

    def _add_seen_words(self) -> None:
        """Words of the articles that are not in the dictionary, and all terms in Latin letters."""
        for key, term in self.seen:
            if term in self.terms:
                self.spellings[key].add(term, "word")
            elif not term:
                self.spellings[key].function = True
        for term in self.terms:
            if term.isascii():
                self.spellings[term].add(term, "word")
        for word in ENGLISH_FUNCTION_WORDS:
            self.spellings[word].function = True

    def _add_foreign_synonyms(self) -> None:
        """Words that no article has, but whose synonym an article has."""
        for key, reading, groups in self.foreign:
            for group in groups:
                for term in sorted(self.members.get(group, ())):
                    self.spellings[key].add(term, "synonym")
                    if len(reading) > 2:
                        self.spellings[reading].add(term, "synonym")

    def _writers_synonyms(self, groups: Iterable[tuple[str, ...]]) -> dict[str, set[str]]:
        """Term to the terms the writers call the same; a phrase of the group becomes a spelling."""
        result: dict[str, set[str]] = defaultdict(set)
        for group in groups:
            meant = {phrase: self._whole_terms(phrase) for phrase in group}
            for phrase in group:
                rest = [other for other in group if other != phrase]
                # A part of a phrase means something else: リスト is no mailing list, the log of "log in" is none.
                words = {meant[o][0] for o in rest if len(meant[o]) == 1 and " " not in o} & self.terms
                others = words or {term for other in rest for term in meant[other]} & self.terms
                own = meant[phrase]
                if len(own) == 1 and own[0] in self.terms:
                    result[own[0]] |= others - {own[0]}
                else:
                    for term in sorted(others | (set(own) & self.terms)):
                        self.spellings[fold(phrase)].add(term, "writer")
        return result

    def _whole_terms(self, phrase: str) -> list[str]:
        return list(dict.fromkeys(token.term for token in self.analyzer.tokens(phrase) if not token.part))

    # ----------------------------------------------------------------- an entry

    def _entry(self, key: str, word: _Word, writers: Mapping[str, set[str]]) -> Entry | None:
        if key in ENGLISH_FUNCTION_WORDS:
            return Entry(self._function_cost(key))
        terms = self._plausible(key, word)
        if not terms:
            return Entry(self._function_cost(key)) if word.function else None
        return Entry(self._cost(key, terms), self._groups(terms, writers))

    def _plausible(self, key: str, word: _Word) -> dict[str, str]:
        """The terms a spelling may stand for; none when it is a mere particle or too short to trust."""
        as_function = self.seen.get((key, ""), 0)
        kana = _is_kana(key)
        kept = {}
        for term, via in word.terms.items():
            attested = self.seen.get((key, term), 0)
            if word.function and kana and attested * 4 < max(as_function, 1):
                continue
            if kana and len(key) == 1 and not attested:
                continue
            kept[term] = via
        # A spelling that the articles use for one term stands for that one before all its homographs.
        if any(self.seen.get((key, term), 0) for term in kept):
            kept = {t: v for t, v in kept.items() if self.seen.get((key, t), 0) or v == "reading"}
        return kept

    def _cost(self, key: str, terms: Mapping[str, str]) -> int:
        seen = sum(self.seen.get((key, term), 0) for term in terms)
        if seen:
            return _hundredths(-math.log(seen / self.total))
        # Never seen in this spelling: as likely as a rare spelling of its commonest term.
        common = max(self.term_counts[term] for term in terms)
        cost = -math.log((0.5 + 0.05 * common) / self.total) + _UNSEEN
        if all(via in ("reading", "synonym") for via in terms.values()) and _is_kana(key):
            cost += _READING + (_SHORT_READING if len(key) == 2 else 0)
        if len(key) == 1 and not _is_kana(key):
            cost += _SINGLE_KANJI
        return _hundredths(cost)

    def _function_cost(self, key: str) -> int:
        seen = self.seen.get((key, ""), 0)
        if seen:
            return _hundredths(-math.log(seen / self.total))
        cost = _UNSEEN_FUNCTION * math.log(self.total) + _UNSEEN
        # A prefix or suffix of one kanji must not eat into an unknown word (喪失 is not 喪 and 失).
        return _hundredths(cost if _is_kana(key) else cost + 2 * _SINGLE_KANJI)

    def _groups(self, terms: Mapping[str, str], writers: Mapping[str, set[str]]) -> tuple[Group, ...]:
        choices: dict[str, Choice] = {}
        for term, via in sorted(terms.items(), key=lambda item: (_ORDER[item[1]], item[0])):
            base = _WEIGHT[via]
            self._offer(choices, term, base, via)
            if via == "synonym":
                continue
            for other in sorted(writers.get(term, ())):
                self._offer(choices, other, base * weights.WRITERS_SYNONYM, "writer")
            for group in sorted(self.groups_of.get(term, ())):
                for other in sorted(self.members[group] - {term}):
                    self._offer(choices, other, base * weights.SYNONYM, "synonym")
        groups = [tuple(choices.values())]
        best = min(terms, key=lambda term: (_ORDER[terms[term]], -self.term_counts[term], term))
        for part in self.parts.get(best, ()):
            groups.append((Choice(part, _hundredths(weights.PART * _WEIGHT[terms[best]]), "word"),))
        return tuple(groups)

    @staticmethod
    def _offer(choices: dict[str, Choice], term: str, weight: float, via: str) -> None:
        value = _hundredths(weight)
        if term not in choices or choices[term].weight < value:
            choices[term] = Choice(term, value, via)


def _hundredths(value: float) -> int:
    return round(100 * value)


def _is_kana(key: str) -> bool:
    """Is the folded key all hiragana and long vowel marks?"""
    return all("ぁ" <= char <= "ゖ" or char == "ー" for char in key)

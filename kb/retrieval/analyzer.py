"""Article text to terms, with Sudachi. Build time only: questions are read with the lexicon.

A term is Sudachi's normalised form (届かなかった -> 届く, ウィルス -> ウイルス). A long word is a term, and so are
its parts (迷惑メール, 迷惑, メール). ASCII runs keep their whole form beside their parts. Particles, auxiliaries,
signs and the writers' stop words give no term.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sudachipy import Config, Dictionary, SplitMode

from kb.retrieval import identifiers
from kb.retrieval.resources import UserWord
from kb.text import fold, normalize

FUNCTION_POS = frozenset(
    {"助詞", "助動詞", "補助記号", "空白", "記号", "接続詞", "接頭辞", "感動詞", "連体詞"}
)
"""First-level parts of speech that carry no content."""

LIGHT_VERBS = frozenset(
    {
        "為る",
        "居る",
        "有る",
        "成る",
        "出来る",
        "下さる",
        "頂く",
        "貰う",
        "呉れる",
        "遣る",
        "仕舞う",
        "御座る",
        "致す",
        "参る",
        "得る",
        "過ぎる",
    }
)
"""Verbs that mostly serve another word, as Sudachi writes their normalised forms."""

ENGLISH_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "i",
        "me",
        "my",
        "we",
        "our",
        "you",
        "your",
        "he",
        "she",
        "it",
        "its",
        "they",
        "them",
        "their",
        "this",
        "that",
        "these",
        "those",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "should",
        "may",
        "might",
        "must",
        "have",
        "has",
        "had",
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "and",
        "or",
        "but",
        "if",
        "so",
        "not",
        "no",
        "how",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "there",
        "here",
        "about",
        "into",
        "than",
        "then",
        "too",
        "very",
        "just",
    ]
)
"""Dropped where they stand as words of their own; a name such as ``to.conf`` keeps them."""

_LONGEST_TEXT_BYTES = 40_000
"""Sudachi refuses inputs over 49,149 bytes; longer texts are cut at a line."""


@dataclass(frozen=True, slots=True)
class Token:
    """A term and the place in the normalised text where it stands."""

    term: str
    start: int
    end: int
    """Exclusive; offsets are code points of the normalised text."""
    part: bool = False
    """Is it only a part of a longer term at the same place?"""


class Analyzer:
    """Sudachi with the writers' user dictionary and stop words.

    Args:
        user_dictionary: a compiled Sudachi user dictionary (``compile_user_dictionary``), or None.
        stopwords: terms (normalised forms) that are never indexed.
    """

    def __init__(self, user_dictionary: Path | None = None, stopwords: Collection[str] = ()) -> None:
        self.dictionary = _open(user_dictionary)
        self.stopwords = frozenset(stopwords)
        self._tokenizer = _tokenizer(self.dictionary)
        self._plain_tokenizer = _tokenizer(_open(None)) if user_dictionary else self._tokenizer
        self._ascii_term: Callable[[str], str] = lru_cache(maxsize=100_000)(self._look_up_ascii)
        # Terms, words and passages of one article are read from the same runs of text.
        self._morphemes: Callable[[str], list[tuple[Any, int]]] = lru_cache(maxsize=1024)(self._cut)

    def tokens(self, text: str) -> Iterator[Token]:
        """The terms of a text, in order; parts follow the whole they belong to.

        Args:
            text: any text; it is normalised here (offsets refer to ``kb.text.normalize(text)``).
        """
        normalized = normalize(text)
        position = 0
        for run in identifiers.runs(normalized):
            yield from with_joints(self._japanese(normalized[position : run.start], position))
            yield from self._ascii(run)
            position = run.end
        yield from with_joints(self._japanese(normalized[position:], position))

    def terms(self, text: str) -> list[str]:
        """The terms alone."""
        return [token.term for token in self.tokens(text)]

    def ascii_terms(self, run: str) -> Iterator[tuple[str, bool]]:
        """The terms of an ASCII run, each with whether it is only a part of the run."""
        whole = identifiers.compounds(run)
        for form in whole:
            yield form, False
        for piece in identifiers.parts(run):
            if whole or piece not in ENGLISH_FUNCTION_WORDS:
                yield self._ascii_term(piece), bool(whole)

    def _ascii(self, run: identifiers.Run) -> Iterator[Token]:
        for term, part in self.ascii_terms(run.text):
            if term not in self.stopwords:
                yield Token(term, run.start, run.end, part)

    def _look_up_ascii(self, word: str) -> str:
        """Sudachi's name for an English word (mail -> メール), else its stem."""
        stem = identifiers.stem(word)
        if len(stem) > 2 and stem.isalpha():
            for morpheme in (*self.dictionary.lookup(word), *self.dictionary.lookup(stem)):
                form = normalize(morpheme.normalized_form())
                if morpheme.part_of_speech()[:2] == ("名詞", "普通名詞") and not form.isascii():
                    return form
        return stem

    def _japanese(self, text: str, offset: int) -> Iterator[Token]:
        for morpheme, start in self._morphemes(text):
            yield from self._morpheme(morpheme, offset + start)

    def words(self, text: str) -> Iterator[tuple[str, str]]:
        """The Japanese words of a text as (lexicon key, term); the term is empty for a word without content.

        What the lexicon learns its costs from: every word counts here, particles and all.
        """
        normalized = normalize(text)
        position = 0
        for run in (*identifiers.runs(normalized), identifiers.Run("", len(normalized))):
            for morpheme, _ in self._morphemes(normalized[position : run.start]):
                term = normalize(morpheme.normalized_form())
                content = is_content(morpheme.part_of_speech(), term) and term not in self.stopwords
                yield fold(morpheme.surface()), term if content else ""
            position = run.end

    def _cut(self, text: str) -> list[tuple[Any, int]]:
        """The morphemes of Japanese text, each with the offset of the chunk it is counted from."""
        if not text or text.isspace():
            return []
        return [(m, start) for chunk, start in _chunks(text) for m in self._tokenizer.tokenize(chunk)]

    def _morpheme(self, morpheme: Any, offset: int) -> Iterator[Token]:
        term = normalize(morpheme.normalized_form())
        if not is_content(morpheme.part_of_speech(), term):
            return
        start, end = offset + morpheme.begin(), offset + morpheme.end()
        if term not in self.stopwords:
            yield Token(term, start, end)
        for piece, begin, stop in self.split(morpheme):
            if piece != term and piece not in self.stopwords:
                yield Token(piece, start + begin, start + stop, True)

    def split(self, morpheme: Any) -> Iterator[tuple[str, int, int]]:
        """The content terms that a long word is made of, with their places in it; none for a short word.

        A writers' word carries no such parts, so the system dictionary is asked what it would have made of it.
        """
        own = morpheme.dictionary_id() > 0
        pieces = self._plain_tokenizer.tokenize(morpheme.surface()) if own else morpheme.split(SplitMode.A)
        first = pieces[0].begin() if len(pieces) else 0
        if len(pieces) > 1:
            for piece in pieces:
                term = normalize(piece.normalized_form())
                if is_content(piece.part_of_speech(), term):
                    yield term, piece.begin() - first, piece.end() - first


def with_joints(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of Japanese text, and a term for each two words that are written together.

    [メール設定] and [メールアカウント] are different buttons; only together do their words say which.
    """
    last: Token | None = None
    for token in tokens:
        yield token
        if not token.part:
            if last is not None and last.end == token.start:
                yield Token(last.term + token.term, last.start, token.end, True)
            last = token


def is_content(part_of_speech: tuple[str, ...], term: str) -> bool:
    """Does a word of that part of speech and normalised form carry content?"""
    if part_of_speech[0] in FUNCTION_POS or part_of_speech[1] == "助動詞語幹":
        return False
    bound = part_of_speech[1] == "非自立可能"
    return not (bound and (part_of_speech[0] in ("形容詞", "接尾辞") or term in LIGHT_VERBS))


def _chunks(text: str) -> Iterator[tuple[str, int]]:
    """Pieces that Sudachi takes, cut after a line or a sentence where possible."""
    limit = _LONGEST_TEXT_BYTES // 4
    start = 0
    while start < len(text):
        end = min(start + limit, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind("。", start, end))
            end = cut + 1 if cut > start else end
        yield text[start:end], start
        start = end


@lru_cache(maxsize=4)
def _open(user_dictionary: Path | None) -> Dictionary:
    return Dictionary(config=Config(system="core", user=[str(user_dictionary)] if user_dictionary else []))


def _tokenizer(dictionary: Dictionary) -> Any:
    # 0.7 renamed create() to tokenizer() and warns at the old name.
    make = getattr(dictionary, "tokenizer", None) or dictionary.create
    return make(SplitMode.C)


_NOUN = "名詞,普通名詞,一般,*,*,*"
_NOUN_ID, _NOUN_COST = 4786, 4000
"""Connection number of an ordinary noun, and a cost low enough that the word wins over its parts; as Sudachi's
guide to user dictionaries recommends (docs/user_dict.md)."""


def compile_user_dictionary(words: Sequence[UserWord], target: Path) -> None:
    """Make a Sudachi user dictionary; takes some seconds, so the build keeps the result.

    Args:
        words: the writers' words.
        target: file to write; replaced when it exists.
    """
    from tempfile import TemporaryDirectory

    import sudachidict_core
    from sudachipy.sudachipy import build_user_dic

    system = Path(sudachidict_core.__file__).parent / "resources" / "system.dic"
    with TemporaryDirectory() as folder:
        source, made = Path(folder) / "user.csv", Path(folder) / "user.dic"
        with source.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            for word in words:
                key = normalize(word.surface)
                row = [key, _NOUN_ID, _NOUN_ID, _NOUN_COST, word.surface, *_NOUN.split(",")]
                writer.writerow([*row, word.reading, word.normalized, "*", "A", "*", "*", "*", "*"])
        build_user_dic(system=system, lex=[source], output=made)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, target.with_suffix(".new"))
        target.with_suffix(".new").replace(target)

"""The writers' files in search/: what words mean and what is out of scope. Each file says itself how to edit it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.errors import ConfigError
from kb.text import fold, normalize

SYNONYMS, STOPWORDS, USER_DICTIONARY = "synonyms.txt", "stopwords.txt", "user_dictionary.csv"
OUT_OF_SCOPE = "out_of_scope.txt"
FILES = (SYNONYMS, STOPWORDS, USER_DICTIONARY, OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True)
class UserWord:
    """A word that Sudachi should know."""

    surface: str
    reading: str
    """Katakana."""
    normalized: str


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that writers tune the reading of words with."""

    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of phrases that mean the same."""
    stopwords: frozenset[str] = frozenset()
    """Terms (normalised forms) that are never searched."""
    user_words: tuple[UserWord, ...] = ()
    out_of_scope: tuple[str, ...] = ()
    """Topics that no article covers, folded; see ``kb.retrieval.scope``."""

    def fingerprint(self) -> str:
        """Changes with anything that changes how a text of an article is read."""
        return hashlib.sha256(
            repr((self.synonyms, sorted(self.stopwords), self.user_words)).encode()
        ).hexdigest()[:16]


def load(search_dir: Path) -> Resources:
    """Read the files; a missing one is empty.

    Raises:
        ConfigError: a line breaks its file's format, or a file is not UTF-8.
    """
    return Resources(
        synonyms=tuple(_synonyms(search_dir / SYNONYMS)),
        stopwords=frozenset(normalize(text) for _, text in _lines(search_dir / STOPWORDS)),
        user_words=tuple(_user_words(search_dir / USER_DICTIONARY)),
        out_of_scope=_topics(search_dir / OUT_OF_SCOPE),
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines with content; # begins a comment line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return
    except UnicodeDecodeError as exc:
        raise ConfigError(path, None, "UTF-8 として読めません。", "UTF-8 で保存し直してください。") from exc
    except OSError as exc:
        raise ConfigError(
            path, None, f"読めません（{exc.strerror}）。", "ファイルの権限を確かめてください。"
        ) from exc
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _listed(line: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in map(str.strip, line.replace("、", ",").split(",")) if part))


def _topics(path: Path) -> tuple[str, ...]:
    topics = {fold(topic) for _, line in _lines(path) for topic in _listed(line)}
    return tuple(sorted(topics))


def _synonyms(path: Path) -> Iterator[tuple[str, ...]]:
    for number, line in _lines(path):
        group = _listed(line)
        if len(group) < 2:
            raise ConfigError(
                path,
                number,
                "同義語が一つしかありません。",
                "同じ意味の言葉を「,」で区切って二つ以上並べてください。",
            )
        yield group


def _user_words(path: Path) -> Iterator[UserWord]:
    import csv  # every `kb ask` reads the names of the files above

    for number, line in _lines(path):
        row = [cell.strip() for cell in next(csv.reader([line]))]
        if len(row) not in (2, 3) or not row[0]:
            raise ConfigError(
                path,
                number,
                "列の数が違います。",
                "「見出し,ヨミ,正規化した形」の順に書いてください（3 列目は省けます）。",
            )
        if not row[1] or any(not ("ァ" <= c <= "ヺ" or c == "ー") for c in row[1]):
            raise ConfigError(
                path, number, f"ヨミ {row[1]!r} がカタカナではありません。", "全角カタカナで書いてください。"
            )
        yield UserWord(row[0], row[1], row[2] if len(row) == 3 and row[2] else row[0])

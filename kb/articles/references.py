"""Reference links, ``[words][name]`` with ``[name]: target`` elsewhere, told as the inline links they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kb.articles.fences import code_lines, without_code

# Repetitions are bounded so that a hostile line costs time in proportion to its length.
_DEFINITION = re.compile(
    r" {0,3}\[(?P<name>[^\[\]^][^\[\]]{0,300})\]:[ \t]*<?(?P<target>[^\s<>]+)>?"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*\Z"
)
_USE = re.compile(
    r"(?P<image>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\]){1,600})\]"
    r"(?: ?\[(?P<name>[^\[\]]{0,300})\])?(?![\[(:])"
)


def definitions(lines: Sequence[tuple[str, bool]]) -> dict[str, str]:
    """Folded name to target, from lines that tell whether they are code; the first of a name counts."""
    found: dict[str, str] = {}
    for text, code in lines:
        match = None if code else _DEFINITION.match(text)
        if match:
            found.setdefault(fold(match["name"]), match["target"])
    return found


def fold(name: str) -> str:
    """A name as definitions are looked up by it."""
    return " ".join(name.lower().split())


def uses(text: str, targets: Mapping[str, str]) -> Iterator[tuple[re.Match[str], str]]:
    """Each reference link or image of a line outside code that is defined, with its target."""
    for match in _USE.finditer(without_code(text, "x")) if targets else ():
        target = targets.get(fold(match["name"] or match["label"]))
        if target is not None:
            yield match, target


def inlined(body: str) -> str:
    """A body with inline links in place of reference links, and no definition that one of them used.

    The lines keep their numbers.
    """
    if "]:" not in body:
        return body
    lines = list(code_lines(body.split("\n")))
    targets = definitions(lines)
    used: set[str] = set()
    made: list[tuple[str, str]] = []
    for text, code in lines:
        defined = None if code else _DEFINITION.match(text)
        if code or defined:
            made.append((text, fold(defined["name"]) if defined else ""))
            continue
        found = list(uses(text, targets))
        used.update(fold(match["name"] or match["label"]) for match, _ in found)
        for match, target in reversed(found):
            start, end = match.span("label")
            link = f"{match['image']}[{text[start:end]}]({target})"
            text = text[: match.start()] + link + text[match.end() :]
        made.append((text, ""))
    return "\n".join("" if name in used else text for text, name in made)

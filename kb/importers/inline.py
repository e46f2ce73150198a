"""Running text to Markdown text: nothing a source says may turn into markup by accident."""

from __future__ import annotations

import re

URL = re.compile(
    r"https?://(?:[A-Za-z0-9*\-]+\.)+[A-Za-z0-9\-]+(?::\d+)?(?:[/?#][!#-;=?-Z_a-z~%&]*)?",
    re.ASCII | re.IGNORECASE,
)
_TRAILING = ".,;:!?'"
_SCREEN = re.compile(r"[\[［](?P<name>[^\[\]［］\n]{1,80})[\]］]")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_OPENS_TAG = re.compile(r"<(?=[A-Za-z!?/])")
_BLOCK_START = re.compile(r"(?P<mark>[#>+\-=~|]|\d{1,9}[.)](?=\s)|:(?=\s)|!!!)")
_CODE_SPAN = re.compile(r"`[^`\n]+`")
_ENTITY = re.compile(r"&(?=(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")


def text(plain: str) -> str:
    """One line of text as Markdown: screen names bold, addresses links, everything else literal."""
    return _escape_start(text_piece(plain))


def text_piece(plain: str) -> str:
    """A piece from the middle of a line as Markdown: like ``text``, but its beginning is no line's beginning."""
    parts: list[str] = []
    position = 0
    for match in URL.finditer(plain):
        found = match[0].rstrip(_TRAILING)
        parts += [_words(plain[position : match.start()]), f"<{found}>"]
        position = match.start() + len(found)
    return "".join((*parts, _words(plain[position:])))


def _escape_start(line: str) -> str:
    """A line that begins like a heading, quote or list would become one."""
    match = _BLOCK_START.match(line)
    if match is None:
        return line
    mark = match[0]
    return (mark[:-1] + "\\" + mark[-1] if mark[0].isdigit() else "\\" + mark) + line[match.end() :]


def link(label: str, address: str) -> str:
    """An inline link; an address that could run something is left as text."""
    if not safe_address(address):
        return words(label)
    return f"[{words(label, screen=False)}]({target(address)})"


def target(address: str) -> str:
    """An address as the target of an inline link."""
    return re.sub(
        r"[\s()<>\\\"`]", lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), address.strip()
    )


def safe_address(address: str) -> bool:
    """Relative, http, https, mailto or tel; nothing that a browser would run."""
    head = re.sub(r"[\x00-\x20\x7f]", "", address).lower()
    scheme = re.match(r"([a-z][a-z0-9+.\-]*):", head)
    return scheme is None or scheme[1] in {"http", "https", "mailto", "tel"}


def words(plain: str, *, screen: bool = True) -> str:
    """Text without addresses as Markdown."""
    return _words(plain, screen=screen)


def code(plain: str) -> str:
    """An inline code span, with as many backticks as it needs."""
    longest = max((len(run) for run in re.findall(r"`+", plain)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def _words(plain: str, *, screen: bool = True) -> str:
    parts: list[str] = []
    position = 0
    for match in _CODE_SPAN.finditer(plain):
        parts.append(_literal(plain[position : match.start()], screen))
        parts.append(match[0])
        position = match.end()
    parts.append(_literal(plain[position:], screen))
    return "".join(parts)


def _literal(plain: str, screen: bool) -> str:
    escaped = plain.replace("\\", "\\\\").replace("*", "\\*").replace("`", "\\`")
    escaped = _ENTITY.sub("&amp;", _EMPHASIS.sub(r"\\_", escaped))
    if "<" in escaped:
        # Inside a code span the bracket stays; \x01 keeps it from the replacement.
        escaped = _OPENS_TAG.sub("＜", _TAG.sub(_tag, escaped)).replace("\x01", "<")
    if not screen:
        return escaped.replace("[", "\\[").replace("]", "\\]")
    held: list[str] = []

    def keep(match: re.Match[str]) -> str:
        held.append(f"**[{match['name'].strip()}]**")
        return f"\x00{len(held) - 1}\x00"

    escaped = _SCREEN.sub(keep, escaped).replace("[", "\\[").replace("]", "\\]")
    return re.sub(r"\x00(\d+)\x00", lambda m: held[int(m[1])], escaped)


def _tag(match: re.Match[str]) -> str:
    """Markup quoted in a text: code when it is all Latin, else full-width brackets."""
    inner = match[0]
    if inner.isascii() and "\\" not in inner:
        return code(inner).replace("<", "\x01")
    return "＜" + inner[1:-1] + "＞"

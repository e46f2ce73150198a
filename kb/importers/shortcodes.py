"""WordPress shortcodes in a post's content: what they enclose stays, they themselves go on the list of dropped text.

A screen name such as [OK] or [メール設定] looks much the same; only what WordPress and its plugins write is taken for
a shortcode: a lower-case Latin name that is known, has attributes, or is closed later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = re.compile(
    r"\[(?P<open>/?)(?P<name>[a-z][a-z0-9_\-]{1,40})(?P<rest>(?:\s[^\[\]\n]{0,2000})?)(?P<self>/?)\]"
)
_KNOWN = frozenset(
    [
        "caption",
        "gallery",
        "embed",
        "audio",
        "video",
        "playlist",
        "code",
        "sourcecode",
        "toc",
        "more",
        "ultimate-faqs",
        "ultimate-faq-search",
        "select-faq",
        "popular-faqs",
        "recent-faqs",
        "contact-form-7",
        "wpforms",
        "youtube",
        "table",
        "tablepress",
        "su_note",
        "su_box",
        "su_spoiler",
        "spoiler",
        "note",
        "alert",
        "info",
        "warning",
        "box",
        "btn",
        "button",
        "column",
        "one_half",
        "one_third",
        "accordion",
        "tabs",
        "tab",
        "blogcard",
        "bash",
        "php",
        "html",
        "css",
        "sql",
    ]
)
_PRE = frozenset(["code", "sourcecode", "bash", "php", "html", "css", "sql", "shell"])
_NOTES = {
    "warning": "warning",
    "alert": "warning",
    "caution": "warning",
    "su_note": "note",
    "note": "note",
    "info": "note",
    "box": "note",
    "su_box": "note",
}


_LABEL = re.compile(
    r"\s(?:title|heading|question|label|header|name)=(?P<quote>[\"'])(?P<text>[^\"'<>\[\]]{1,200})(?P=quote)"
)
"""What a reader sees of a tab, an accordion or a box: its title."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Content without shortcodes, and the shortcodes."""

    content: str
    dropped: tuple[str, ...]


def open_shortcodes(content: str) -> Opened:
    """Take the shortcodes out of a post's content."""
    closed = {match["name"] for match in _CODE.finditer(content) if match["open"]}
    dropped: list[str] = []

    def swap(match: re.Match[str]) -> str:
        name = match["name"]
        if not (name in _KNOWN or name in closed or re.search(r"\s[\w\-]+=", match["rest"])):
            return match[0]
        dropped.append(match[0])
        if name in _PRE:
            language = re.search(r"\slang(?:uage)?=[\"']?([a-z0-9+#]+)", match["rest"])
            named = f' class="language-{language[1]}"' if language else ""
            return "</pre>" if match["open"] else f"<pre{named}>"
        label = _LABEL.search(match["rest"])
        if label and not match["open"] and name in closed:
            # The text goes on as the editor typed it, so the label ends its line as a block does.
            box = f'<div class="{_NOTES[name]}">' if name in _NOTES else ""
            return f"{box}<p><strong>{label['text']}</strong></p>"
        if name in _NOTES and name in closed:
            return "</div>" if match["open"] else f'<div class="{_NOTES[name]}">'
        return " "

    return Opened(_CODE.sub(swap, content), tuple(dropped))

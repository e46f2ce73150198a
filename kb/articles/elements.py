"""The names of HTML; anything else in <> is somebody's placeholder."""

from __future__ import annotations

_NAMES = """
a abbr address article aside audio b base bdi bdo big blockquote body br button canvas caption
center cite code col dd del details div dl dt em embed fieldset figcaption figure font footer form
h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark menu
meta nav nobr noscript object ol option p param picture pre q rp rt ruby s samp script section
select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th
thead title tr tt u ul var video wbr
"""
_ELEMENTS = frozenset(_NAMES.split())


def is_element(name: str) -> bool:
    """Is that the name of an HTML element, in small or capital letters?"""
    return name.lower() in _ELEMENTS

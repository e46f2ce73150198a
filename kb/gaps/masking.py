r"""Take out of a question what may be personal, before it is kept. The one list of what is masked.

A question is normalised (``kb.text.normalize``: half width, lower case; marks without a width dropped). Then these
parts give way to a word in 〔 〕 that says what stood there:

- 〔メールアドレス〕: an ``@`` with what touches it, also written ``(at)`` or アットマーク.
- 〔url〕: an address with a scheme, whole: user name, path, query, fragment; and ``name=value`` behind a ``?``. Where
  the articles hold the host, the host stays.
- 〔ドメイン名〕: a name with a dot (``mail.example.jp``, 日本語.jp) and the path behind it, unless the articles hold
  the name, which then stays alone. A file name that no article holds (``list.xlsx``) looks the same and goes too.
- 〔ipアドレス〕: IPv4, IPv6 and MAC addresses; also version numbers of four parts and more, which look the same.
- 〔電話番号〕: nine digits and more from a 0 or a +, with blanks, hyphens, dots, slashes or brackets between them.
- 〔番号〕: five digits and more in a row, or seven and more with blanks, hyphens or slashes between them (postal
  codes, dates, contract and card numbers), unless the articles hold each of them (ports); words of sixteen
  characters and more with letters and four digits or more (keys, ids). Error codes such as 0x800ccc0e stay.
- 〔ユーザー名〕: the folder below ``/home/`` and ``\users\``.
- 〔名前〕: a word in kanji, katakana or Latin letters before さん, 様, 氏, 殿 or ``-san``, or at 株式会社 and its like,
  unless the articles hold it.

What looks like any other word stays: a name without さん, a password, a number in kanji, a path in Japanese. That is
why nothing is kept unless kb.toml asks for it. ``kb/site/assets/gaps/masking.js`` does the same in a browser;
``tests/gaps/data/masking.json`` is run by both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from kb.config import Vocabulary
from kb.retrieval.lexicon import Lexicon
from kb.text import collapse, fold, normalize

Known = Callable[[str], bool]
"""Do the articles, or the names in kb.toml, hold this word? Then it is public already."""

LONGEST = 200
"""Characters of a question that are kept."""

_MAIL, _URL, _DOMAIN, _IP = "〔メールアドレス〕", "〔url〕", "〔ドメイン名〕", "〔ipアドレス〕"
_PHONE, _NUMBER, _USER, _NAME = "〔電話番号〕", "〔番号〕", "〔ユーザー名〕", "〔名前〕"
MASKS = (_MAIL, _URL, _DOMAIN, _IP, _PHONE, _NUMBER, _USER, _NAME)

_TITLES = "さん|さま|様(?!々)|氏(?!名)|殿"
_A_MASK = re.compile(rf"{_NAME} ?(?:-san|{_TITLES})|{'|'.join(MASKS)}")
_STRAY_BRACKET = re.compile(f"({'|'.join(MASKS)})|([〔〕])")

# Every pattern takes time linear in the question: it begins where no run goes on, gives nothing back of a run, or
# is bounded. A hostile question of a megabyte is masked in about a second.
_WIDE = r"[^\W\x00-\x7f]"
_LOCAL = r"a-z0-9.!#$%&'*+/=?^_`{|}~\-"
_AT = r"(?:@|[\[(<{] ?(?:at|アット(?:マーク)?|あっと(?:まーく)?) ?[\])>}]|アットマーク|あっとまーく)"
_PATH = r"[!\"$->@-~]*+(?:[?#][^\s、。」]*+)?"
_MAILS = re.compile(
    rf'(?:"[^"@]*"|(?<![{_LOCAL}])[{_LOCAL}]++) ?{_AT}(?: ?[a-z0-9_.\-:\[\]]++|(?={_WIDE}))'
    rf"|(?<!{_WIDE}){_WIDE}++@(?:[a-z0-9_.\-]++|(?={_WIDE}++\.[a-z]{{2}}))|(?<![{_LOCAL}])[{_LOCAL}]++@|@[a-z0-9_.\-]++"
)
_URLS = re.compile(rf"(?<![a-z0-9+.\-])[a-z0-9+.\-]*+://(?:[^/?#\s@]*+@)?(?P<host>[a-z0-9_.\-]*+){_PATH}")
_FIELDS = re.compile(r"(?<=[?&])[\w%.\-\[\]]{1,60}=[^\s、。」]*+")
_DOMAINS = re.compile(
    r"(?<![a-z0-9_\-])(?<![a-z0-9_\-]\.)(?P<host>(?:[a-z0-9_\-]++\.)+[a-z]{2}[a-z0-9\-]*+)(?P<port>:\d{1,4}(?!\d))?"
    rf"(?:(?=[/?#]){_PATH})?"
)
_WIDE_DOMAINS = re.compile(
    rf"(?<!{_WIDE}){_WIDE}++(?:\.[\w\-]++){{0,8}}?\.[a-z]{{2}}[a-z0-9\-]*+(?:(?=[/?#]){_PATH})?"
)
_HOMES = re.compile(rf"([/\\¥](?:home|users)[/\\¥]+)(?:[a-z0-9_.\-]++|{_WIDE}++)")
_MACS = re.compile(r"(?<![a-z0-9])(?:[0-9a-f]{2}-){5}[0-9a-f]{2}(?![a-z0-9])")
_IPV6 = re.compile(
    r"(?<![a-z0-9:])(?=:*+[0-9a-f])(?!\d{1,2}:\d\d:\d\d(?![0-9a-f:]))"
    r"(?:[0-9a-f]*+:){2,}+[0-9a-f]*+(?:\.\d++)*+(?:%[a-z0-9]++)?"
)
_IPV4 = re.compile(r"(?<!\d)\d++(?:\.\d++){3,}+")
_PHONES = re.compile(r"(?<!\d)(?:\+ ?\(?\d|\(?0)(?:[ ().ー・/\-]{0,2}\d){8,}+")
_TOKENS = re.compile(r"(?<![a-z0-9_\-])[a-z0-9_\-]{16,}+")
_NUMBERS = re.compile(
    r"(?<!\d)(?:0x[0-9a-f]{1,8}(?![0-9a-z])|\d++(?:\.\d++)++|\d++(?:[ ()ー・/\-]{1,2}\d++)*+)"
)
_LETTERS = r"[a-z\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff々ー]"
_FIRM = r"(?:株式会社|有限会社|合同会社|\(株\)|\(有\))"
_TITLED = re.compile(rf"{_LETTERS}{{1,16}}?(?= ?(?:{_TITLES}))|(?<![a-z])[a-z]++(?=-san(?![a-z]))")
_FIRMS = re.compile(
    rf"(?P<form>{_FIRM}) ?(?P<after>{_LETTERS}{{1,20}}+)|(?P<before>{_LETTERS}{{1,20}}?)(?= ?{_FIRM})"
)
_NO_NAMES = re.compile(r"客|皆|皆々|奥|王|神|.*[仕同多模一異有何]")
"""What 様 makes a common word of: お客様, 仕様, 同様."""


def mask(text: str, known: Known) -> str:
    """A question as it may be kept: normalised, on one line, masked, at most ``LONGEST`` characters.

    Args:
        text: as typed; masks of an earlier pass stay as they are.
        known: is a word (normalised) held by the articles?
    """
    text, before = _plain(text), ""
    # Things written without a gap may hide one another until the first of them is masked.
    while text != before:
        before, text = text, _passed(text, known)
    return _cut(collapse(text))


def known_words(lexicon: Lexicon, vocabulary: Vocabulary) -> Known:
    """The words of an index, as they are written (not by their readings or synonyms), and the vocabulary's names."""

    def known(word: str) -> bool:
        entry = lexicon.look_up([fold(word)]).get(fold(word))
        held = entry is not None and any(c.via == "word" for group in entry.groups for c in group)
        return held or vocabulary.resolve(word) is not None

    return known


def unmasked(text: str) -> str:
    """What is left of a kept question without its masks and their さん; what can be searched."""
    return collapse(_A_MASK.sub(" ", text))


def _passed(text: str, known: Known) -> str:
    for pattern, replaced in _RULES:
        text = pattern.sub(lambda match, by=replaced: by(match, known), text)  # type: ignore[misc]
    return text


def _plain(text: str) -> str:
    """Normalised; without the invisible and combining characters that would tear a number or a name apart."""
    visible = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    plain = "".join(c for c in normalize(visible) if unicodedata.category(c) not in ("Mn", "Me"))
    return _STRAY_BRACKET.sub(lambda m: m[1] or ("[" if m[2] == "〔" else "]"), collapse(plain))


def _cut(text: str) -> str:
    kept = text[:LONGEST]
    opened = kept.rfind("〔")
    return (kept[:opened] if opened > kept.rfind("〕") else kept).rstrip()


Match = re.Match[str]


def _always(word: str) -> Callable[[Match, Known], str]:
    return lambda match, known: word


def _address(match: Match, known: Known) -> str:
    host = match["host"].strip(".")
    return host if host and known(host) else _URL


def _domain(match: Match, known: Known) -> str:
    return (match["host"] if known(match["host"]) else _DOMAIN) + (match["port"] or "")


def _number(match: Match, known: Known) -> str:
    groups = re.findall(r"\d+", match[0])
    most = 9 if "." in match[0] else 7  # an SMTP reply is a number too: 4.7.26
    short = sum(map(len, groups)) < most and max(map(len, groups)) < 5
    return match[0] if match[0].startswith("0x") or short or all(map(known, groups)) else _NUMBER


def _token(match: Match, known: Known) -> str:
    digits = sum(char.isdigit() for char in match[0])
    plain = digits < 4 or not any(char.isalpha() for char in match[0])
    return match[0] if plain or known(match[0]) else _NUMBER


def _titled(match: Match, known: Known) -> str:
    return match[0] if _NO_NAMES.fullmatch(match[0]) or known(match[0]) else _NAME


def _firm(match: Match, known: Known) -> str:
    name = match["after"] or match["before"]
    return match[0] if known(name) else (match["form"] or "") + _NAME


_RULES: tuple[tuple[re.Pattern[str], Callable[[Match, Known], str]], ...] = (
    (_URLS, _address),
    (_MAILS, _always(_MAIL)),
    (_HOMES, lambda match, known: match[1] + _USER),
    (_WIDE_DOMAINS, _always(_DOMAIN)),
    (_DOMAINS, _domain),
    (_FIELDS, _always(_URL)),
    (_MACS, _always(_IP)),
    (_IPV6, _always(_IP)),
    (_IPV4, _always(_IP)),
    (_PHONES, _always(_PHONE)),
    (_TOKENS, _token),
    (_NUMBERS, _number),
    (_FIRMS, _firm),
    (_TITLED, _titled),
)
"""In this order: what holds other things first."""

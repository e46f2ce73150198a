"""May staff promise help? Read from the phrases in which support pages say no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importers.drafting.outline import Piece, Place
from kb.model import Support

_REFUSED = re.compile(
    r"サポート(?:の)?(?:対象外|範囲外)|サポート(?:を|は|に)?[^。]{0,14}(?:できません|できない|できかね|いたしかね|致しかね|"
    r"承っておりません|お受けしておりません|提供しておりません|ございません|しておりません|おこなっておりません)|サポート外|対応(?:いたし|致し)かねます"
)
_WHOLE = re.compile(r"本手順|この手順|本作業|本内容|手順や|解除方法|内容や挙動|実施いただいた結果|作業の結果")
_PARTLY = re.compile(
    r"\A(?:なお|ただし)[、,]|サポート[^。]*(?:いただきますが|しておりますが|可能ですが)|自体の|に限り|コマンドライン|具体的な操作|先方|社の(?:サービス|サイト)|"
    r"カスタマイズ|導入後|適用後|アップデートをおこなった|変更した場合"
)
_OPENING_SENTENCES = 3


def support(pieces: Sequence[Piece]) -> tuple[Support, str]:
    """The scope of support, and the sentence that says so (empty when nothing is refused)."""
    partial = ""
    for piece in pieces:
        if not _REFUSED.search(piece.text):
            continue
        opening = piece.place is Place.LEAD and piece.order < _OPENING_SENTENCES
        whole = opening or (_WHOLE.search(piece.text) and piece.place in (Place.LEAD, Place.TEXT))
        if whole and not _PARTLY.search(piece.text):
            return Support.NONE, piece.text
        partial = partial or piece.text
    return (Support.PARTIAL, partial) if partial else (Support.FULL, "")

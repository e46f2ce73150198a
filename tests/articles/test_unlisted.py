"""Versions that a question names and the vocabulary does not list."""

from __future__ import annotations

import pytest

from kb.articles.unlisted import unlisted
from kb.config import Name, Vocabulary

VOCABULARY = Vocabulary(
    names=(
        Name("versions", "Plesk", ("プレスク",), product="Plesk", general=True),
        Name("versions", "Plesk 9", ("プレスク9",), product="Plesk", order=9),
        Name("versions", "Plesk Onyx", product="Plesk", order=17),
        Name("os", "AlmaLinux 8", ("AlmaLinux",), product="AlmaLinux", order=8),
        Name("os", "Red Hat Enterprise Linux 8", ("RHEL8",), product="Red Hat", order=8),
        Name("software", "Outlook"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("almalinux 9 でリレー", ("almalinux 9",)),
        ("rhel7 で tls1.2", ("rhel7",)),
        ("red hat enterprise linux 9.3", ("red hat enterprise linux 9.3",)),
        ("プレスク7と plesk 7.5 と plesk 9", ("プレスク7", "plesk 7.5")),
        ("plesk 9.5.4 の転送", ()),
        ("plesk onyx 17.8", ()),
        ("plesk 25番ポート、plesk 8443、plesk 2台", ()),
        ("myplesk 7", ()),
        ("outlook 2019", ()),
        ("plesk の転送", ()),
    ],
)
def test_a_number_that_the_vocabulary_lacks_is_told(text: str, expected: tuple[str, ...]) -> None:
    assert unlisted(text, VOCABULARY) == expected


def test_without_numbered_versions_nothing_is_unlisted() -> None:
    assert unlisted("plesk 7", Vocabulary()) == ()

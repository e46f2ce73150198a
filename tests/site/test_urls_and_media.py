"""Addresses, file names, and which files may travel with the site."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from kb.config import KnowledgeBase
from kb.model import Article
from kb.site import urls
from kb.site.media import Kind, kind_of, read_media


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("https://a.example/x?y=1#z", True),
        ("http://a.example", True),
        ("HTTPS://a.example", True),
        ("mailto:a@b.example", True),
        ("mailto:", False),
        ("//a.example/", False),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("https:///path", False),
        ("https:\\\\a.example", False),
        ("https://user@a.example/", False),
        ("https://a.example/ b", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_only_plain_web_and_mail_addresses_are_linked(target: str, allowed: bool) -> None:
    assert urls.outside(target) == (target if allowed else None)


def test_names_become_ascii_file_names_that_stay() -> None:
    """Adding a name to the vocabulary must not move the page of another."""
    names = ["Plesk Obsidian", "Let's Encrypt", "専用サーバ", "SMTPリレー", "smtpリレー"]
    files = urls.file_names(names)
    assert files["Plesk Obsidian"] == "plesk-obsidian"
    assert files["Let's Encrypt"] == "let-s-encrypt"
    assert len(set(files.values())) == len(names)
    assert all(value.isascii() and value == value.lower() for value in files.values())
    assert urls.file_names(["新しい", *names]) | files == urls.file_names(["新しい", *names])


def test_names_that_fold_alike_are_told_apart() -> None:
    assert len(set(urls.file_names(["PHP", "php", "P.H.P", "p h p"]).values())) == 4


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("articles/mail/a.png", Kind.IMAGE),
        ("articles/mail/A.JPG", Kind.IMAGE),
        ("articles/mail/a.pdf", Kind.ATTACHMENT),
        ("articles/mail/a.svg", None),
        ("articles/mail/a.html", None),
        ("articles/mail/a.js", None),
        ("articles/.git/a.png", None),
        ("search/a.png", None),
        ("../a.png", None),
        ("a.png", None),
    ],
)
def test_only_harmless_files_of_the_articles_are_published(path: str, kind: Kind | None) -> None:
    assert kind_of(PurePosixPath(path)) is kind


def test_files_are_read_from_inside_the_articles_only(tmp_path: Path) -> None:
    folder = tmp_path / "kb" / "articles" / "mail"
    folder.mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "in.png").write_bytes(b"in")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    body = "![](in.png) ![](link.png) ![](gone.png) ![](../../../secret.png) [x](in.png)\n"
    article = Article("a", "a", "", "mail", body=body, path=PurePosixPath("articles/mail/a.md"))
    made = read_media(KnowledgeBase(root=tmp_path / "kb", name="x"), [article])
    assert made == {"articles/mail/in.png": b"in"}

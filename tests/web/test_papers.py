"""Papers over HTTP."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from flask import Flask

from app.web.papers import pdf


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("להקשיב", "להקשיב"),
        ('a/b"c\r\nd', "a b c d"),
        ("Abuse: a drill", "Abuse a drill"),
        ("..", "kelim"),
        ("x" * 200, "x" * 80),
        ("\u202eevil", "evil"),
    ],
)
def test_the_name_of_the_file(name: str, kept: str) -> None:
    with Flask(__name__).test_request_context():
        header = pdf(b"", name).headers["Content-Disposition"]
    assert header.startswith("inline; filename=\"kelim.pdf\"; filename*=UTF-8''")
    assert unquote(header.rpartition("''")[2]) == f"{kept}.pdf"


def test_private_papers_are_stored_nowhere() -> None:
    assert pdf(b"", "x").headers["Cache-Control"] == "private, no-store"
    assert "no-store" not in pdf(b"", "x", is_private=False).headers["Cache-Control"]

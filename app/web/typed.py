"""What somebody had typed when their form could not be taken: the error page holds it, ready to be sent once more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

KEPT_QUIETLY = frozenset({"csrf_token", "form_key", "version"})
SECRET = re.compile(r"password|passphrase|secret|token|(^|_)code($|_)|(^|_)key($|_)", re.IGNORECASE)
WORDS = re.compile(r"\s|.{12}")
"""What reads like something that a person wrote, and not like a number or a choice."""


@dataclass(frozen=True, slots=True)
class Typed:
    """`fields` are sent again as they came, `words` are shown; a file cannot be put into a page."""

    address: str
    fields: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    had_files: bool


def find_typed() -> Typed | None:
    """None for anything but a form, and for a form with a secret in it: that is typed again."""
    if request.method != "POST":
        return None
    try:
        fields = tuple((name, value) for name, value in request.form.items(multi=True))
        had_files = any(file.filename for file in request.files.values())
    except (HTTPException, OSError):
        return None
    shown = [(name, value) for name, value in fields if name not in KEPT_QUIETLY]
    if not shown or any(SECRET.search(name) for name, _ in shown):
        return None
    words = tuple(value for _, value in shown if WORDS.search(value))
    return Typed(request.full_path.rstrip("?"), fields, words, had_files)

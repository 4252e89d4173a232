"""A paper as an answer over HTTP."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Response

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
LONGEST = 80


def pdf(drawn: bytes, name: str, *, is_private: bool = True) -> Response:
    """Opens in the browser; saved, it carries `name` (RFC 5987) in any script. Private papers are stored nowhere."""
    response = Response(drawn, mimetype="application/pdf")
    file = quote(file_name(name, "pdf"), safe="")
    response.headers["Content-Disposition"] = f"inline; filename=\"kelim.pdf\"; filename*=UTF-8''{file}"
    response.headers["Cache-Control"] = "private, no-store" if is_private else "public, max-age=300"
    return response


def file_name(name: str, ending: str) -> str:
    """A name that every system takes for a file's, in any script."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", name).split())
    return f"{plain.strip(' .')[:LONGEST].strip() or 'kelim'}.{ending}"

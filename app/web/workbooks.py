"""A workbook as an answer over HTTP. Nobody's words are ever taken for a formula or a link."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from app.web.papers import file_name

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def answer(drawn: bytes, name: str) -> Response:
    """Saved, it carries `name` in any script; kept nowhere on the way."""
    response = Response(drawn, mimetype=TYPE)
    file = quote(file_name(name, "xlsx"), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"kelim.xlsx\"; filename*=UTF-8''{file}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def plain(text: str) -> str:
    """What another program could take for a formula, once this text is saved as CSV, begins with an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA) else text

"""What addresses may hold: numbers that a database can hold, too."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class Number(IntegerConverter):
    """`<int:…>`: Western digits, no more than an INTEGER column takes. Any other number names nothing: 404."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: Map, **more: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, **({"max": LARGEST} | more))


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Number

"""Pages travel compressed: slow phones wait for bytes, not for us.

A compressed page that holds a secret and echoes a request leaks the secret through its length (BREACH). The gzip
header of every answer therefore carries a file name of random length, which blurs the length.
"""

from __future__ import annotations

import re
import secrets
import zlib

from flask import Flask, Response, request

LEVEL = 3
SMALLEST = 860
LONGEST_NAME = 100
HEADER = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"
TYPES = frozenset({"text/html", "text/plain", "text/csv", "text/calendar", "application/json", "image/svg+xml"})


def gzipped(body: bytes) -> bytes:
    """A gzip file of `body` whose length is off by up to 100 random bytes."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    name = b"k" * secrets.randbelow(LONGEST_NAME) + b"\x00"
    length = (len(body) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join(
        (HEADER, name, deflate.compress(body), deflate.flush(), zlib.crc32(body).to_bytes(4, "little"), length)
    )


def _takes_gzip(accepted: str) -> bool:
    return "gzip" in accepted and re.search(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)", accepted) is None


def compress(response: Response) -> Response:
    if response.mimetype not in TYPES or response.direct_passthrough or response.is_streamed:
        return response
    headers = response.headers
    if "Content-Encoding" in headers or response.status_code in (204, 206, 304):
        return response
    headers.add("Vary", "Accept-Encoding")
    accepted = request.headers.get("Accept-Encoding", "")
    body = response.get_data()
    if len(body) >= SMALLEST and _takes_gzip(accepted):
        response.set_data(gzipped(body))
        headers["Content-Encoding"] = "gzip"
        _weaken(response)
    return response


def _weaken(response: Response) -> None:
    etag, weak = response.get_etag()
    if etag and not weak:
        response.set_etag(etag, weak=True)


def init_app(app: Flask) -> None:
    """Call before other `after_request` hooks are added: Flask runs the first one last."""
    app.after_request(compress)

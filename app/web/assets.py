"""What browsers load beside pages: built files with their content's hash in the name, kept in memory, never stale.

They are answered before Flask sees the request: no session, no database, no hooks.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app

from app.web.headers import OF_HTTPS

PREFIX = "/static/"
EXTENSION = "kelim_assets"
YEAR = 365 * 24 * 3600
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
SAFE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


@dataclass(frozen=True, slots=True)
class File:
    """One built file; `encoded` holds its compressed forms, best first."""

    content_type: str
    plain: bytes
    encoded: tuple[tuple[str, bytes], ...] = ()

    def accepted(self, accept_encoding: str) -> tuple[str, bytes]:
        for encoding, body in self.encoded:
            if encoding in accept_encoding:
                return encoding, body
        return "", self.plain


@dataclass(frozen=True, slots=True)
class Assets:
    """Logical names to addresses, and addresses to files."""

    addresses: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    def address(self, name: str) -> str:
        """The address of `css/site.css`; without a front-end build a name is its own address, answered by 404."""
        return self.addresses.get(name, PREFIX + name)


def read_assets(folder: Path) -> Assets:
    """Reads what the front-end build left in `folder`; nothing when there was no build."""
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return Assets()
    names: dict[str, str] = json.loads(manifest.read_text())
    return Assets(
        {name: PREFIX + file for name, file in names.items()},
        {PREFIX + file: _read_file(folder / file) for file in names.values()},
    )


def _read_file(path: Path) -> File:
    content_type = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    forms = (("br", path.with_name(path.name + ".br")), ("gzip", path.with_name(path.name + ".gz")))
    encoded = tuple((encoding, form.read_bytes()) for encoding, form in forms if form.exists())
    return File(content_type, path.read_bytes(), encoded)


class AssetServer:
    """Answers addresses of built files, with `more` headers, and leaves every other request to the application."""

    def __init__(self, application: WSGIApplication, assets: Assets, *more: tuple[str, str]) -> None:
        self.application = application
        self.files = assets.files
        self.more = more

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        file = self.files.get(environ.get("PATH_INFO", ""))
        if file is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        encoding, body = file.accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers = [
            ("Content-Type", file.content_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", f"public, max-age={YEAR}, immutable"),
            *SAFE,
            *self.more,
        ]
        if file.encoded:
            headers.append(("Vary", "Accept-Encoding"))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def init_app(app: Flask) -> None:
    assets = read_assets(Path(app.root_path) / "static" / "build")
    app.extensions[EXTENSION] = assets
    more = (OF_HTTPS,) if app.config["SESSION_COOKIE_SECURE"] else ()
    app.wsgi_app = AssetServer(app.wsgi_app, assets, *more)  # type: ignore[method-assign]


def static(name: str) -> str:
    """The template global: the address of `css/site.css` with its hash."""
    assets: Assets = current_app.extensions[EXTENSION]
    return assets.address(name)


def content(name: str) -> bytes:
    """The built file itself, for routes that answer it at an address of their own. Raises KeyError if not built."""
    assets: Assets = current_app.extensions[EXTENSION]
    return assets.files[assets.addresses[name]].plain

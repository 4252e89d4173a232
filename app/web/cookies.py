"""What cookies are called, and the session cookie: told by its signature and not by the clock of the machine that it
comes to."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


def name_of(name: str, *, is_for_all: bool = True) -> str:
    """What a cookie is called in a browser. Over https the prefix makes it take the cookie from this very host alone,
    not from a neighbour under the same domain, and never without https; `is_for_all` is for the path `/`."""
    return prefixed(name, is_for_all=is_for_all) if current_app.config["SESSION_COOKIE_SECURE"] else name


def prefixed(name: str, *, is_for_all: bool = True) -> str:
    return f"{'__Host-' if is_for_all else '__Secure-'}{name}"


class PatientSigner(TimestampSigner):
    """A cookie from the future is a cookie: its clock, or ours, was put right meanwhile, or two machines differ.

    Otherwise a second of difference would sign people out, with what they were about to send.
    """

    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        value, signed = super().unsign(signed_value, None, return_timestamp=True)
        age = self.get_timestamp() - signed.timestamp()
        if max_age is not None and age > max_age:
            raise SignatureExpired(f"Signature age {age} > {max_age} seconds", payload=value, date_signed=signed)
        return (value, signed) if return_timestamp else value


class Sessions(SecureCookieSessionInterface):
    digest_method = staticmethod(sha256)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = PatientSigner
        return serializer


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()

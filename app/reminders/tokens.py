"""What ends reminders by one click from a letter: signed, so that nothing is kept of it, and good for nothing else."""

from __future__ import annotations

from collections.abc import Callable

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "kelim-reminders-off"
LONGEST = 200
_secret: Callable[[], str] | None = None


def provide_secret(secret: Callable[[], str]) -> None:
    """Tells with what to sign; called once by the edge."""
    global _secret  # noqa: PLW0603 - one process, one house
    _secret = secret


def sign(wish_id: int) -> str:
    return str(_serializer().dumps(wish_id))


def read(token: str) -> int | None:
    """The wish that it ends; None for what was not signed here."""
    try:
        found = _serializer().loads(token[:LONGEST])
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def _serializer() -> URLSafeSerializer:
    if _secret is None:
        raise RuntimeError("no secret: create the application first")
    return URLSafeSerializer(_secret(), salt=SALT)

"""Secrets that travel in links and cookies. Only their hashes are stored."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 in hex: enough for random tokens, useless for passwords."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Private writing: a key per person, wrapped by a master key; destroying the person's key erases what was written.

AES-256-GCM throughout. A wrapped key names its master, so that masters rotate: the newest wraps, older ones still open.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class Unreadable(ValueError):
    """The key is gone or wrong, or the text was tampered with."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    master_id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Master keys by id, 32 bytes each; `current` wraps new keys."""

    masters: Mapping[str, bytes]
    current: str

    def new_key(self) -> WrappedKey:
        return self.wrap(AESGCM.generate_key(bit_length=KEY_BYTES * 8))

    def wrap(self, key: bytes) -> WrappedKey:
        return WrappedKey(self.current, _seal(self.masters[self.current], key, self.current.encode()))

    def unwrap(self, wrapped: WrappedKey) -> bytes:
        """Raises Unreadable if the master is not at hand."""
        master = self.masters.get(wrapped.master_id)
        if master is None:
            raise Unreadable(f"master key {wrapped.master_id!r} is not configured")
        return _open(master, wrapped.data, wrapped.master_id.encode())


def seal(key: bytes, plain: str, context: str) -> bytes:
    """Encrypts; `context` (whose, where) is bound to the result, so that rows cannot be swapped."""
    return _seal(key, plain.encode(), context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> str:
    """Raises Unreadable."""
    return _open(key, sealed, context.encode()).decode()


def filled_up(plain: str, step: int) -> str:
    """With spaces, to a multiple of `step` bytes: the length of what is sealed says little about how much there is."""
    return plain + " " * (-len(plain.encode()) % step)


def _seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def _open(key: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except InvalidTag as error:
        raise Unreadable("cannot be decrypted with this key") from error

"""Codes by which a signed record is checked."""

from __future__ import annotations

from app.core.codes import ALPHABET, LENGTH, new_code, read, shown

__all__ = ["ALPHABET", "LENGTH", "new_code", "read", "shown"]

"""A share of many things, chosen without chance: the same thing is in it or not, whoever asks and whenever."""

from __future__ import annotations

import hashlib


def is_sampled(name: str, percent: int) -> bool:
    """Whether the thing of this name belongs to the `percent` of all things."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100 < percent

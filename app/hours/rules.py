"""Arithmetic of minutes. Whole minutes only; nothing is lost or made by rounding."""

from __future__ import annotations

from collections.abc import Mapping


def split(minutes: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Divides whole minutes over parts in proportion to `shares`, by largest remainder (Hamilton's method).

    The parts add up to `minutes` exactly; equal remainders go to the part named first. Parts of 0 are left out.
    Raises ValueError for negative minutes or when all shares are 0.
    """
    whole = sum(shares.values())
    if minutes < 0 or whole <= 0 or any(share < 0 for share in shares.values()):
        raise ValueError("minutes and shares must not be negative, and some share must be positive")
    exact = {part: divmod(minutes * share, whole) for part, share in shares.items()}
    result = {part: quotient for part, (quotient, _) in exact.items()}
    order = sorted(exact, key=lambda part: -exact[part][1])
    for part in order[: minutes - sum(result.values())]:
        result[part] += 1
    return {part: value for part, value in result.items() if value}


def is_enough(present: int, planned: int, percent: int) -> bool:
    """Whether `present` of `planned` minutes reach `percent`, without rounding up."""
    return present * 100 >= planned * percent

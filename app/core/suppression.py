"""Counts that tell of nobody: small groups are left out, and so is whatever would give them away by subtraction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Part:
    """`count` of `of` people. How many there are is known anyway; how many of them were counted is not."""

    of: int
    count: int

    @property
    def others(self) -> int:
        return self.of - self.count


@dataclass(frozen=True, slots=True)
class Published:
    """Each part, None where it is left out. `rest` are those left out taken together, None where that would tell."""

    parts: tuple[Part | None, ...]
    rest: Part | None


def publish(parts: Sequence[Part], smallest: int = SMALLEST_GROUP) -> Published:
    """What may be told of parts of one whole, none of which shares a person with another.

    A part is told where those who were counted and those who were not are both `smallest` or more: neither "nobody"
    nor "everybody" is told either, for they speak of each single person. The sum of what is left out is told where
    every count from none to all stays possible for each part of it; otherwise it is left out as well.
    """
    told = tuple(part if _is_large(part, smallest) else None for part in parts)
    left_out = [part for part, shown in zip(parts, told, strict=True) if shown is None]
    rest = Part(sum(part.of for part in left_out), sum(part.count for part in left_out))
    is_told = _is_large(rest, smallest) and all(_may_be_anything(part, rest) for part in left_out)
    return Published(told, rest if is_told else None)


def _is_large(part: Part, smallest: int) -> bool:
    return min(part.count, part.others) >= smallest


def _may_be_anything(part: Part, rest: Part) -> bool:
    """Whether the sum leaves it open if nobody or everybody of a part was counted: the others make up for either."""
    return part.of <= rest.count <= rest.of - part.of


def months_told(months: Sequence[Collection[int]], smallest: int = SMALLEST_GROUP) -> int:
    """How many of these months, from the first, a running sum may tell of. Each says who added something to it.

    Whoever kept the figure that was told before subtracts it. So a sum moves on only at the end of a month by which
    `smallest` people or more have added something since, and stands still until then: what is told at any time, and
    every difference of two such figures, speaks of `smallest` people or more. Months of one whole must not change
    once they are over.
    """
    told, since = 0, set[int]()
    for number, people in enumerate(months, start=1):
        since.update(people)
        if len(since) >= smallest:
            told, since = number, set()
    return told

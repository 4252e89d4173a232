"""A word of the glossary. It stands apart from the other types because it needs none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Everything by language. `avoid`: what we do not say for this thing; `why`: where the reason teaches."""

    term: Mapping[str, str]
    meaning: Mapping[str, str]
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

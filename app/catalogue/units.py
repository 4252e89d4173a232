"""The smallest parts of a document that have a place, and what translations must have in common with their source."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.catalogue.findings import Place


@dataclass(frozen=True, slots=True)
class Setting:
    """One `key: value` of a fenced block or one `key=value` behind a heading, with where it stands."""

    value: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`text` is the prose without markers and attributes; `markdown` what is rendered; lines count from 1, inclusive.

    Kinds: heading, paragraph, quote, table, rule, item, feedback, row (of an agenda), open and close (of a block).
    """

    kind: str
    place: Place
    last: int
    text: str = ""
    markdown: str = ""
    level: int = 0  # of a heading
    name: str = ""  # of a block
    marker: str = ""  # (x), ( ), [x], [ ] of an option
    target: str = ""  # of a choice of a scenario: the scene that it leads to
    minutes: int = 0  # of a row
    id: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return self.place.line

    @property
    def shape(self) -> tuple[str, str]:
        """What a translation repeats unit for unit."""
        return self.kind, {"heading": "#" * self.level, "open": self.name}.get(self.kind, "")

    @property
    def is_right(self) -> bool:
        return self.marker in ("(x)", "[x]")

    @property
    def digest(self) -> str:
        return digest_of(self.kind, self.text)

    def describe(self) -> str:
        words = " ".join(self.text.split())
        shown = words if len(words) <= 40 else words[:39] + "…"
        what = {"heading": f"heading {'#' * self.level}", "open": f"/// {self.name}", "close": "the end of a block"}
        return f"{what.get(self.kind, self.kind)}{f' “{shown}”' if shown else ''}"


def digest_of(kind: str, text: str) -> str:
    """Eight letters that change when the words do, and do not when only spacing or ids do."""
    raw = hashlib.sha256(f"{kind}\n{' '.join(text.split())}".encode()).digest()
    return base64.b32encode(raw[:5]).decode().lower()


def prose(units: Iterable[Unit]) -> Sequence[Unit]:
    """Those that carry words to translate."""
    return [unit for unit in units if unit.kind not in ("close", "rule") and (unit.text or unit.kind != "open")]


def join(units: Sequence[Unit]) -> str:
    """Units as one piece of Markdown; neighbours that stand on neighbouring lines stay together."""
    pieces: list[str] = []
    for number, unit in enumerate(units):
        if number:
            before = units[number - 1]
            together = before.kind == unit.kind == "item" and before.last + 1 == unit.first
            pieces.append("\n" if together else "\n\n")
        pieces.append(unit.markdown)
    return "".join(pieces)

"""What the check has to say, each with a place and a stable code."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`file` is relative to the checked folder, `line` and `column` count from 1; `code` is a stable word."""

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{self.file}:{self.line}:{self.column}: {self.code}: {self.message}{hint}"

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


class Report:
    """Collects findings; each is said once. In the folders of `drafts` nothing is worse than a warning."""

    def __init__(self) -> None:
        self._findings: dict[Finding, None] = {}
        self.drafts: set[str] = set()

    def error(self, place: Place, code: str, message: str, suggestion: str = "") -> None:
        self._add(place, code, "error", message, suggestion)

    def warning(self, place: Place, code: str, message: str, suggestion: str = "") -> None:
        self._add(place, code, "warning", message, suggestion)

    def _add(self, place: Place, code: str, severity: Severity, message: str, suggestion: str) -> None:
        if any(place.file.startswith(folder) for folder in self.drafts):
            severity = "warning"
        self._findings[Finding(place.file, place.line, place.column, code, severity, message, suggestion)] = None

    @property
    def findings(self) -> list[Finding]:
        return sorted(self._findings)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]


@dataclass(frozen=True, slots=True)
class Place:
    file: str
    line: int = 1
    column: int = 1


def nearest(word: str, known: Iterable[str]) -> str:
    """A suggestion such as `did you mean "minutes"?`, or nothing when no known word is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{found[0]}"?' if found else ""


def one_of(known: Iterable[str]) -> str:
    return "known: " + ", ".join(sorted(known))

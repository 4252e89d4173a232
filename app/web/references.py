"""What authors write inside a text to point at something: `{{contact:eran}}`, `{{term:x|shown}}`, `[@FHS]`."""

from __future__ import annotations

import re
from dataclasses import dataclass

REFERENCE = re.compile(r"\{\{\s*([a-z]+)\s*:\s*([A-Za-z0-9][\w-]*)\s*(?:\|\s*([^{}|]*?)\s*)?\}\}")
CITATION = re.compile(r"\[@[^\s\[\]@;,]+(?:[;,]\s*@[^\s\[\]@;,]+)*\](?![(\[])")


@dataclass(frozen=True, slots=True)
class Reference:
    kind: str
    key: str
    shown: str = ""

    @classmethod
    def of(cls, match: re.Match[str]) -> Reference:
        return cls(match[1], match[2], match[3] or "")


def keys_of(citation: str) -> list[str]:
    """The keys in `[@PFA; @FHS]`."""
    return re.findall(r"@([^\s\[\]@;,]+)", citation)

"""Whole texts with places: for checks that look for words rather than for structure."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.catalogue.findings import Place

_LANGUAGE = re.compile(r"\.([a-z]{2})\.md$")


@dataclass(frozen=True, slots=True)
class Text:
    """`language` is empty for YAML, which holds several."""

    file: str
    text: str
    language: str
    starts: list[int]

    def place(self, position: int) -> Place:
        line = bisect.bisect_right(self.starts, position)
        return Place(self.file, line, position - self.starts[line - 1] + 1)


def texts(files: Mapping[str, bytes], ending: str) -> Iterator[Text]:
    """Every readable file with this ending."""
    for file, data in files.items():
        if file.endswith(ending):
            text = data.decode("utf-8", errors="replace")
            match = _LANGUAGE.search(file)
            starts = [0, *(match.end() for match in re.finditer("\n", text))]
            yield Text(file, text, match[1] if match else "", starts)

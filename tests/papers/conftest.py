"""A room with one paper, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from app.papers import service

Write = Callable[[str], None]


@pytest.fixture
def write_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes the body of `room/one`."""
    copytree(service.APP / "papers" / "typst", tmp_path / "papers" / "typst")
    (tmp_path / "room" / "papers").mkdir(parents=True)
    monkeypatch.setattr(service, "APP", tmp_path)

    def write(body: str) -> None:
        source = f'#import "/papers/typst/house.typ": *\n#show: paper.with(running: "foot")\n{body}\n'
        (tmp_path / "room" / "papers" / "one.typ").write_text(source)

    return write

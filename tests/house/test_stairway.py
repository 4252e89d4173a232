"""Law 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ROOT
from tests.house.laws import stairway

ORDER = ["top", "middle", "bottom"]


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text)
    return root


def test_imports_of_the_house_go_down_only():
    assert list(stairway.faults(ROOT, stairway.stairs(ROOT / "pyproject.toml"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "from app.top import service",
        "import app.top.service",
        "from app.top.service import act",
        "from ..top import service",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.top import service",
        "try:\n    from app.top import service\nexcept ImportError:\n    pass",
    ],
)
def test_an_import_that_goes_up_is_found_wherever_it_stands(tmp_path: Path, line: str):
    plant(tmp_path, {"top/service.py": "def act(): ...", "bottom/models.py": line})
    found = list(stairway.faults(tmp_path, ORDER))
    assert len(found) == 1
    assert "bottom imports app.top" in found[0]


def test_an_import_inside_a_function_is_found_even_if_it_goes_down(tmp_path: Path):
    plant(tmp_path, {"bottom/models.py": "", "top/service.py": "def act():\n    from app.bottom import models\n"})
    assert list(stairway.faults(tmp_path, ORDER)) == [
        "app/top/service.py:2: imports app.bottom.models inside a function"
    ]


def test_a_cycle_inside_one_room_is_found(tmp_path: Path):
    plant(tmp_path, {"top/a.py": "from app.top import b", "top/b.py": "from app.top import a"})
    assert any(fault.startswith("a cycle: ") for fault in stairway.faults(tmp_path, ORDER))


def test_a_room_without_a_step_is_found(tmp_path: Path):
    plant(tmp_path, {"new/a.py": "from app.bottom import b", "bottom/b.py": ""})
    assert list(stairway.faults(tmp_path, ORDER)) == ["app/new/a.py:1: new has no step on the stairway"]


def test_imports_that_go_down_are_no_fault(tmp_path: Path):
    plant(tmp_path, {"top/a.py": "from app.middle import b\nimport json", "middle/b.py": "from app.bottom.c import x"})
    plant(tmp_path, {"bottom/c.py": "x = 1"})
    assert list(stairway.faults(tmp_path, ORDER)) == []

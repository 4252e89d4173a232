"""docs/asvs.md answers every requirement once and names nothing that is not there."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from app.config import ROOT, Settings

TABLE = ROOT / "docs" / "asvs.md"
ASKED = {
    "1": {1: 2, 2: 9, 3: 11, 4: 3, 5: 2},
    "2": {1: 3, 2: 3, 3: 4, 4: 1},
    "3": {2: 2, 3: 4, 4: 6, 5: 5, 7: 2},
    "4": {1: 3, 2: 1, 3: 2, 4: 4},
    "5": {1: 1, 2: 3, 3: 2, 4: 3},
    "6": {1: 3, 2: 12, 3: 4, 4: 4, 5: 5, 6: 3, 8: 4},
    "7": {1: 3, 2: 4, 3: 2, 4: 5, 5: 2, 6: 2},
    "8": {1: 2, 2: 3, 3: 1, 4: 1},
    "9": {1: 3, 2: 4},
    "10": {1: 2, 2: 2, 3: 4, 4: 11, 5: 5, 6: 2, 7: 3},
    "11": {1: 2, 2: 3, 3: 3, 4: 4, 5: 1, 6: 1},
    "12": {1: 3, 2: 2, 3: 4},
    "13": {1: 1, 2: 5, 3: 2, 4: 5},
    "14": {1: 2, 2: 4, 3: 3},
    "15": {1: 3, 2: 3, 3: 7},
    "16": {1: 1, 2: 5, 3: 4, 4: 3, 5: 3},
    "17": {1: 1, 2: 4, 3: 2},
}
"""Chapter → section → how many requirements of levels 1 and 2: in each section they are the first ones."""
ANSWERS = {"yes", "partly", "no", "operator", "n.a."}
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(
    r"`((?:app|tests|docs|build|migrations|bench)/[\w/.-]+|[\w.-]+\.(?:txt|toml|yaml|json)|\.dockerignore|Dockerfile)(?:::(\w+))?`"
)
SETTING = re.compile(r"`KELIM_(\w+)`")
MADE = {"secrets.json"}
"""Files that an installation makes for itself."""


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def lost(text: str) -> list[str]:
    """Files, tests and settings that a text names and that are not there."""
    found = [path for path, _ in NAMED.findall(text) if path not in MADE and not (ROOT / path).exists()]
    for path, test in NAMED.findall(text):
        if test and path not in found and not re.search(rf"def {test}\(", text_of(path)):
            found.append(f"{path}::{test}")
    known = {name.upper() for name in Settings.model_fields}
    return found + [f"KELIM_{name}" for name in SETTING.findall(text) if name not in known]


def test_every_requirement_is_answered_once():
    rows = ROW.findall(TABLE.read_text(encoding="utf-8"))
    asked = [
        f"{chapter}.{section}.{number}"
        for chapter, sections in ASKED.items()
        for section, count in sections.items()
        for number in range(1, count + 1)
    ]
    assert len(asked) == 253
    assert [row[0] for row in rows] == asked
    assert {row[3] for row in rows} == ANSWERS
    assert all(row[4].strip() for row in rows)


def test_the_sums_at_the_top_are_those_of_the_table():
    text = TABLE.read_text(encoding="utf-8")
    counted = Counter(row[3] for row in ROW.findall(text))
    said = ", ".join(f"{counted[answer]} {answer}" for answer in ("yes", "partly", "no", "operator", "n.a."))
    assert f"\n{said} " in text


def test_what_is_named_is_there():
    for name in ("asvs.md", "threat-model.md"):
        assert lost((ROOT / "docs" / name).read_text(encoding="utf-8")) == [], name


def test_what_is_yes_can_be_seen_somewhere():
    """A yes about something that is here names a file or a setting, or says of itself why there is nothing to name."""
    bare = [row[0] for row in ROW.findall(TABLE.read_text(encoding="utf-8")) if row[3] == "yes" and "`" not in row[4]]
    assert len(bare) <= 12, bare


def test_what_is_not_there_is_found(tmp_path: Path):
    text = "`app/nowhere.py`, `tests/security/test_asvs.py::test_of_nothing`, `KELIM_NOTHING`, `app/config.py`"
    assert lost(text) == ["app/nowhere.py", "tests/security/test_asvs.py::test_of_nothing", "KELIM_NOTHING"]

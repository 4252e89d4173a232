"""What tells who somebody is: the server and the device say the same of every example, and leave work texts alone."""

from __future__ import annotations

import json
import random
import subprocess
from typing import Any

import pytest

from app.config import ROOT
from app.core import identifying
from tests.support.node import NODE

EXAMPLES: dict[str, Any] = json.loads((ROOT / "tests/support/identifying.json").read_text(encoding="utf-8"))
TELLING: list[tuple[str, list[list[str]]]] = [(text, found) for text, found in EXAMPLES["telling"]]
INNOCENT: list[str] = EXAMPLES["innocent"]
IDS: dict[str, list[str]] = EXAMPLES["ids"]


def found_in(text: str) -> list[list[str]]:
    return [[one.kind, text[one.start : one.end]] for one in identifying.find(text)]


def on_the_device(texts: list[str], numbers: list[str]) -> dict[str, Any]:
    script = ROOT / "tests/support/identifying.mjs"
    given = json.dumps({"texts": texts, "numbers": numbers})
    done = subprocess.run([NODE, "--no-warnings", script], input=given, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(("text", "found"), TELLING)
def test_what_tells_is_noticed(text: str, found: list[list[str]]):
    assert found_in(text) == found


@pytest.mark.parametrize("text", INNOCENT)
def test_work_text_is_left_alone(text: str):
    assert found_in(text) == []


@pytest.mark.parametrize("kind", identifying.KINDS)
def test_every_kind_has_examples(kind: str):
    assert sum(kind in {one for one, _ in found} for _, found in TELLING) >= 3


@pytest.mark.parametrize(
    ("number", "is_valid"), [(one, True) for one in IDS["valid"]] + [(one, False) for one in IDS["invalid"]]
)
def test_id_numbers_are_known_by_their_check_digit(number: str, is_valid: bool):
    assert identifying.is_id(number) is is_valid


def test_the_device_says_the_same():
    texts = [text for text, _ in TELLING] + INNOCENT
    said = on_the_device(texts, [*IDS["valid"], *IDS["invalid"]])
    assert said["found"] == [found for _, found in TELLING] + [[] for _ in INNOCENT]
    assert said["ids"] == IDS["valid"]


def test_the_device_says_the_same_of_whatever_is_typed():
    """Words and numbers of the examples in any order, with any signs between them."""
    chance = random.Random(5)
    words = sorted(
        {word for text, _ in TELLING for word in text.split()} | {word for text in INNOCENT for word in text.split()}
    )
    gaps = [" ", " ", " ", "", "-", ". ", ", ", "\n", "\u200f", "״", "(", ":", "/", "0", "5", "🌱"]
    texts = [
        "".join(chance.choice(words) + chance.choice(gaps) for _ in range(chance.randint(1, 9))) for _ in range(3000)
    ]
    said = on_the_device(texts, [])["found"]
    different = [
        (text, found_in(text), there) for text, there in zip(texts, said, strict=True) if found_in(text) != there
    ]
    assert different == []


def test_long_runs_of_one_sign_are_read_to_the_end():
    """Nothing in the rules goes back and forth over long runs of one sign."""
    for sign in ("5", "05", "972 ", "a@", "a.", "רחוב ", "ד״ר ", "'", "1-", "("):
        identifying.find(sign * (20000 // len(sign)))

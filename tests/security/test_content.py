"""Content from strangers: archives that are broken, steps that pretend."""

from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from app.catalogue.block_kinds import RESERVED_STEPS
from app.catalogue.files import NotContent
from app.progress import rules
from app.releases.archives import read_archive


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_is_refused_in_words(tmp_path: Path, method: int):
    good, bad, chance = tmp_path / "good.zip", tmp_path / "bad.zip", random.Random(7)
    with zipfile.ZipFile(good, "w", method) as archive:
        for number in range(3):
            archive.writestr(f"curriculum/{number}.yaml", "hello world " * 200)
    whole = good.read_bytes()
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        bad.write_bytes(damaged)
        with suppress(NotContent):
            read_archive(bad)


def test_no_step_can_stand_for_a_passed_quiz_or_for_presence():
    assert {rules.QUIZ, rules.ATTENDANCE, rules.SCENARIO} == RESERVED_STEPS

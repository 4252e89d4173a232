"""`flask prepare`: safe to run again, and beside itself; bad content leaves what is active alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import func, select

from app.accounts import passwords
from app.accounts.models import Person
from app.accounts.queries import find_person
from app.config import ROOT
from app.core.db import session
from app.hours.models import Credit
from app.releases import queries as releases
from tests.support.application import make_app

"""Seconds of one processor that a second run may take, starting Python included."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the real content, to be changed."""
    for name in ("curriculum", "modules"):
        shutil.copytree(ROOT / name, tmp_path / "content" / name)
    return tmp_path / "content"


def demo_app(folder: Path, **values: object) -> Flask:
    return make_app(folder, environment="demo", **values)


def prepare(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["prepare"])


def counts(app: Flask) -> tuple[int, int, int]:
    with app.app_context():
        people = session().scalars(select(func.count(Person.id))).one()
        rows = session().scalars(select(func.count(Credit.id))).one()
        return people, rows, len(releases.list_releases())


def test_a_new_folder_becomes_a_service_and_stays_one(tmp_path: Path) -> None:
    app = demo_app(tmp_path / "instance")
    first = prepare(app)
    assert first.exit_code == 0, first.output
    assert "(published)" in first.stdout
    assert "Demo institution" in first.stdout
    before = counts(app)
    assert before[0] > 20
    assert before[2] == 1
    again = prepare(app)
    assert again.exit_code == 0
    assert "(unchanged)" in again.stdout
    assert "Demo institution" not in again.stdout
    assert counts(app) == before


def test_changed_content_is_published_once(demo_folder: Path, content: Path, tmp_path: Path) -> None:
    app = copied(demo_folder, tmp_path, content_dir=content)
    glossary = content / "curriculum" / "glossary.yaml"
    glossary.write_text(glossary.read_text() + "\n# One more line.\n")
    assert "release 2 (published)" in prepare(app).stdout
    assert "release 2 (unchanged)" in prepare(app).stdout


def test_broken_content_keeps_what_is_active(demo_folder: Path, content: Path, tmp_path: Path) -> None:
    app = copied(demo_folder, tmp_path, content_dir=content)
    break_(content)
    result = prepare(app)
    assert result.exit_code == 0
    assert "modules/role-and-safety/module.yaml" in result.stderr
    assert "release 1 stays active" in result.stderr
    assert counts(app)[2] == 1


def test_broken_content_and_nothing_to_fall_back_on_is_a_failure(content: Path, tmp_path: Path) -> None:
    app = demo_app(tmp_path / "instance", content_dir=content)
    break_(content)
    result = prepare(app)
    assert result.exit_code == 1
    assert "no earlier release" in result.stderr
    assert counts(app) == (0, 0, 0)


def test_a_folder_without_content_says_so(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = prepare(demo_app(tmp_path / "instance", content_dir=tmp_path / "nothing"))
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_another_demo_password_is_taken_over(demo_folder: Path, tmp_path: Path) -> None:
    app = copied(demo_folder, tmp_path, demo_password=SecretStr("quite another sentence"))
    assert "password of the settings" in prepare(app).stdout
    with app.app_context():
        for box in ("mentor", "admin", "lior.ohayon"):
            person = find_person(f"{box}@demo.kelim.example")
            assert person is not None
            assert passwords.matches(person.password_hash, "quite another sentence")
    assert "password" not in prepare(app).stdout


def test_a_test_installation_gets_no_demo(tmp_path: Path) -> None:
    app = make_app(tmp_path / "instance")
    assert prepare(app).exit_code == 0
    assert counts(app) == (0, 0, 1)


def test_accounts_are_printed_with_the_password(demo_folder: Path, tmp_path: Path) -> None:
    printed = copied(demo_folder, tmp_path).test_cli_runner().invoke(args=["demo", "accounts"]).stdout
    lines = printed.splitlines()[1:]
    roles = ["mentor", "trainee", "trainer", "coordinator", "supervisor", "evaluator", "admin"]
    assert [line.split()[:2] for line in lines] == [[role, f"{role}@demo.kelim.example"] for role in roles]
    assert all(line.endswith("three calm words together") for line in lines)


def copied(demo_folder: Path, tmp_path: Path, **values: object) -> Flask:
    shutil.copytree(demo_folder, tmp_path / "instance")
    return demo_app(tmp_path / "instance", **values)


def break_(content: Path) -> None:
    module = content / "modules" / "role-and-safety" / "module.yaml"
    module.write_text(module.read_text().replace("folder: safe-notes", "folder: nowhere"))


def command(folder: Path) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KELIM_")}
    environment |= {"KELIM_INSTANCE_DIR": str(folder)}
    arguments = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
    return subprocess.Popen(
        arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_starts_beside_each_other_take_turns(tmp_path: Path) -> None:
    both = [command(tmp_path / "instance"), command(tmp_path / "instance")]
    outputs = [one.communicate(timeout=120)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], outputs
    assert sorted("(published)" in output for output in outputs) == [False, True]
    assert sorted("Demo institution" in output for output in outputs) == [False, True]


def test_a_second_run_writes_nothing_anew(demo_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_folder, tmp_path / "instance")
    one = command(tmp_path / "instance")
    output, _ = one.communicate(timeout=120)
    assert one.returncode == 0, output
    assert "(unchanged)" in output
    assert "first half of a year" not in output

"""`flask content …` as an author meets it: what it prints, and with which exit code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from app.catalogue.files import read_tree
from app.catalogue.kinds import KINDS
from app.releases.commands import PROJECT, content
from app.releases.trees import write_tree
from tests.catalogue.samples import LESSON, LESSON_HE, QUIZ, QUIZ_HE, files, planted
from tests.support.questions import texts_of_each


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tree(files(), tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def run(app: Flask) -> Iterator[object]:
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(content, [str(word) for word in words])


def offline(*words: object) -> Result:
    """Without an application: neither database nor settings are there."""
    return CliRunner().invoke(content, [str(word) for word in words])


def spoil(folder: Path, old: str, new: str, path: str = LESSON) -> None:
    (folder / path).write_bytes(planted(path, old, new)[path])


def test_check_needs_no_application_and_exits_0(folder: Path):
    result = offline("check", folder)
    assert result.exit_code == 0
    assert result.output.endswith(f"{len(files())} files: 0 errors, 0 warnings\n")


def test_check_exits_1_on_an_error_and_says_where(folder: Path):
    spoil(folder, "minutes: 90", "minutes: 91")
    result = offline("check", folder)
    assert result.exit_code == 1
    assert f"{LESSON}:5:10: parts-sum: theory 30 + practice 60 = 90" in result.output


def test_warnings_exit_0(folder: Path):
    spoil(folder, "2026-11-01 R. Cohen", "pending")
    result = offline("check", folder)
    assert result.exit_code == 0
    assert "review-pending" in result.output
    assert "review-pending" not in offline("check", folder, "--no-warnings").output


@pytest.mark.parametrize(
    "words", [["check", "/nowhere"], ["check", "--format", "xml"], ["check", "--nothing"], ["nothing"], ["activate"]]
)
def test_misuse_exits_2(words: list[str]):
    assert offline(*words).exit_code == 2


def test_a_folder_without_content_is_misuse(tmp_path: Path):
    assert offline("check", tmp_path).exit_code == 2


def test_json_is_json(folder: Path):
    spoil(folder, "minutes: 90", "minutes: 91")
    findings = json.loads(offline("check", folder, "--format", "json").output)["findings"]
    assert {"file", "line", "column", "code", "severity", "message", "suggestion"} == set(findings[0])


def test_github_annotations_are_escaped(folder: Path):
    spoil(folder, "title: A first visit", 'title: "100%, done"')
    spoil(folder, "minutes: 90", "minutes: 91")
    line = offline("check", folder, "--format", "github").output.splitlines()[0]
    assert line.startswith("::error file=")
    assert (
        f"::error file={LESSON},line=5,col=10,title=parts-sum::"
        in offline("check", folder, "--format", "github").output
    )


def test_stamp_writes_what_is_stale_and_then_nothing(folder: Path):
    spoil(folder, "Thank people", "Always thank people")
    assert offline("check", folder).exit_code == 1
    assert f"stamped: {LESSON_HE}" in offline("stamp", folder).output
    assert offline("check", folder).exit_code == 0
    assert offline("stamp", folder).output == "0 files stamped\n"


def test_publish_export_publish_is_a_circle(run, folder: Path, tmp_path: Path):
    published = run("publish", folder, "-m", "First", "--as", "Rana")
    assert "is published and active" in published.output
    target = tmp_path / "out"
    assert run("export", target).exit_code == 0
    assert read_tree(target) == files()
    again = run("publish", target)
    assert again.exit_code == 0
    assert "Nothing has changed" in again.output


def test_a_fault_is_not_published(run, folder: Path):
    run("publish", folder)
    before = run("releases").output
    spoil(folder, "{{contact:eran}}", "{{contact:nobody}}")
    result = run("publish", folder)
    assert result.exit_code == 1
    assert "unknown-contact" in result.output
    assert "the active release is untouched" in result.output
    assert run("releases").output == before


def test_rolling_back_and_forth(run, folder: Path):
    run("publish", folder, "-m", "First", "--as", "Rana")
    first = _active(run)
    spoil(folder, "review_due: 2099-01-01", "review_due: 2098-01-01")
    run("import", folder, "-m", "Second")
    second = _active(run)
    assert second != first
    assert run("activate", first).output == f"Release {first} is active.\n"
    assert _active(run) == first
    assert f"changed: {LESSON}\n" in run("diff", first, second).output
    assert "+review_due: 2098-01-01" in run("diff", "--path", folder).output
    assert run("diff", second, "--path", folder).output == ""
    assert run("diff", first, second, "--names").output == f"changed: {LESSON}\n"


def test_unknown_releases_exit_1(run, tmp_path: Path):
    assert run("activate", 9999).exit_code == 1
    assert run("diff", 9999).exit_code == 1
    assert run("export", tmp_path / "x", "--release", 9999).exit_code == 1


def test_an_archive_that_is_none_is_refused(run, tmp_path: Path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 not really")
    result = run("import", tmp_path / "a.zip")
    assert result.exit_code == 2
    assert "cannot be read as a ZIP file" in result.output


def test_the_reference_of_blocks_is_fresh():
    """`flask content blocks > docs/reference/blocks.md`."""
    assert (PROJECT / "docs" / "reference" / "blocks.md").read_text() == offline("blocks").output


def test_the_content_of_this_project_is_without_error():
    assert offline("check", PROJECT, "--no-warnings").output.splitlines()[:-1] == []


def _active(run) -> str:
    return next(line.split()[1] for line in run("releases").output.splitlines() if line.startswith("*"))


def test_items_are_printed_with_their_keys_one_on_each_line(folder: Path):
    (folder / QUIZ).write_text(every_kind())
    (folder / QUIZ_HE).unlink()
    result = offline("items", folder, "--lesson", "first-visit", "--format", "jsonl")
    assert result.exit_code == 0, result.output
    items = {item["kind"]: item for item in map(json.loads, result.output.splitlines())}
    assert sorted(items) == sorted(KINDS)
    assert items["matching"]["key"] == ["a=a", "b=b", "c=c"]
    assert items["ordering"]["key"] == ["safe", "speak", "call", "stay"]
    assert (items["numeric"]["settings"], items["numeric"]["options"][0]["number"]) == ({"tolerance": "5"}, "60")
    assert items["short-text"]["options"][0]["forms"] == {"en": ["open question", "an open question"]}
    assert items["cloze"]["groups"][1]["settings"] == {"input": "text"}
    assert (items["reflective"]["key"], items["multiple"]["scoring"]) == ([], "parts")


def every_kind() -> str:
    text = texts_of_each()["en"].replace("every-kind-check", "first-visit-check")
    return re.sub(r"objective=o\d", "objective=say-who-i-am", text)


def test_items_of_no_lesson_are_misuse_and_faulty_files_are_refused(folder: Path):
    assert offline("items", folder, "--lesson", "nothing").exit_code == 2
    assert offline("items", folder, "--lesson", "later").output == ""
    spoil(folder, "kind: workshop", "kind: workshp")
    assert offline("items", folder).exit_code == 1

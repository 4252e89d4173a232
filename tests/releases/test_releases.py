"""Publishing, rolling back, exporting; and what must never happen to the active release."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.catalogue.files import NotContent, read_tree
from app.core.db import session, write_transaction
from app.core.errors import NotFound, ReadOnly
from app.releases import archives, queries, service, trees
from app.releases import compile as compiled
from tests.catalogue.samples import LESSON, LESSON_HE, QUIZ, files, planted

WARMER = ("Thank people for", "Warmly thank people for")


@pytest.fixture
def at_home(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def first(at_home: None) -> int:
    """The sample, published over whatever was active."""
    return publish(files())


def publish(tree: dict[str, bytes], message: str = "") -> int:
    with write_transaction():
        return service.publish_draft("Rana", service.prepare(tree), message).release_id


def changed() -> dict[str, bytes]:
    """The sample with a lesson that must be passed."""
    tree = planted(LESSON, "must_pass: false", "must_pass: true")
    return tree | {QUIZ: tree[QUIZ].replace(b"kind=single}", b"kind=single must_pass=true}", 1)}


def test_what_is_published_is_active_and_rendered(first: int):
    published = queries.get_published()
    assert published.release_id == first == queries.active_release_id()
    assert published.catalogue.lessons["first-visit"].segments[0].body["en"].startswith('<h2 id="why">')


def test_publishing_the_same_again_does_nothing(first: int):
    with write_transaction():
        again = service.publish_draft("Rana", service.prepare(files()), "again")
    assert again == service.Outcome(first, is_new=False)
    assert queries.list_releases()[0].id == first


def test_publishing_the_same_again_parses_nothing(first: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "checked", lambda _: pytest.fail("the content was read"))
    assert publish(files()) == first


def test_rolling_back_is_a_pointer_and_leaves_a_trace(first: int):
    second = publish(changed())
    assert queries.get_published().catalogue.lessons["first-visit"].must_pass
    with write_transaction():
        service.activate(first, actor_name="Rana")
    assert not queries.get_published().catalogue.lessons["first-visit"].must_pass
    last, before = queries.list_activations()[:2]
    assert (last.release_id, last.previous_id, before.release_id) == (first, second, second)


def test_an_older_release_can_still_be_read(first: int):
    publish(changed())
    assert not queries.published(first).catalogue.lessons["first-visit"].must_pass


def test_faulty_content_is_refused_with_its_lines_and_the_active_release_stays(first: int):
    with pytest.raises(service.CheckFailed) as refusal:
        publish(planted(LESSON, "sources: [FHS]", "sources: [FSH]"))
    assert [(finding.file, finding.line, finding.code) for finding in refusal.value.findings] == [
        (LESSON, 15, "unknown-source")
    ]
    assert queries.active_release_id() == first


def test_a_release_that_is_rolled_back_leaves_nothing_in_the_cache(first: int):
    class Stop(Exception):
        pass

    draft = service.prepare(changed())

    def stopped() -> None:
        with write_transaction():
            service.publish_draft("Rana", draft, "")
            raise Stop

    with pytest.raises(Stop):
        stopped()
    assert queries.active_release_id() == first
    second = publish(planted(LESSON, "review_due: 2099-01-01", "review_due: 2098-01-01"))
    assert not queries.published(second).catalogue.lessons["first-visit"].must_pass


def test_publishing_needs_a_write_transaction(at_home: None):
    with pytest.raises(ReadOnly):
        service.publish_draft("Rana", service.prepare(files()), "")
    session().rollback()


def test_an_unknown_release_is_not_found(first: int):
    with pytest.raises(NotFound), write_transaction():
        service.activate(first + 1000)
    assert queries.active_release_id() == first


def test_a_missing_or_damaged_blob_is_said_and_never_activated(first: int):
    broken = queries.get_release(publish(changed())).compiled_hash
    with write_transaction():
        service.activate(first)
        session().execute(text("UPDATE content_blob SET data = x'00' WHERE hash = :hash"), {"hash": broken})
    queries.forget()
    second = queries.list_releases()[0].id
    with pytest.raises(queries.BrokenRelease, match="damaged"), write_transaction():
        service.activate(second)
    assert queries.active_release_id() == first
    with pytest.raises(queries.BrokenRelease, match="missing"):
        queries.get_blob("0" * 64)


def test_a_release_of_another_version_is_compiled_again(first: int, monkeypatch: pytest.MonkeyPatch):
    before = queries.published(first).catalogue
    queries.forget()
    monkeypatch.setattr(compiled, "FORMAT", "another")
    assert queries.published(first).catalogue == before
    assert publish(files()) == first + 1
    assert queries.is_current(queries.get_release(first + 1))


def test_the_cache_keeps_a_few_releases(first: int):
    for day in range(1, 7):
        publish(planted(LESSON, "review_due: 2099-01-01", f"review_due: 2099-02-0{day}"))
    for release in queries.list_releases()[:6]:
        assert queries.published(release.id) is queries.published(release.id)
    assert all(len(kept) <= 4 for kept in queries._cache.values())


def test_export_then_publish_is_a_no_op(first: int, tmp_path: Path):
    trees.write_tree(queries.get_files(queries.get_release(first)), tmp_path)
    assert read_tree(tmp_path) == files()
    with write_transaction():
        assert service.publish("Rana", tmp_path, "") == service.Outcome(first, is_new=False)


def test_hidden_files_and_backups_are_not_published(first: int, tmp_path: Path):
    trees.write_tree(files(), tmp_path)
    (tmp_path / "modules" / ".lesson.swp").write_text("x")
    (tmp_path / f"{LESSON}~").write_text("x")
    assert read_tree(tmp_path) == files()


def test_export_overwrites_nothing(first: int, tmp_path: Path):
    trees.write_tree(files(), tmp_path)
    with pytest.raises(NotContent, match="already"):
        trees.write_tree(files(), tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        "../evil.yaml",
        "curriculum/../../evil.yaml",
        "/etc/passwd",
        "modules/a/../../../x",
        "README.md",
        "modules//x",
        "curriculum\\x",
    ],
)
def test_paths_that_lead_out_are_refused(path: str, tmp_path: Path):
    with pytest.raises(NotContent, match="leads out"):
        trees.write_tree({path: b""}, tmp_path / "deep")
    assert not list(tmp_path.rglob("*"))


def test_a_link_in_the_folder_is_refused(tmp_path: Path):
    trees.write_tree(files(), tmp_path)
    (tmp_path / "curriculum" / "secrets.yaml").symlink_to("/etc/passwd")
    with pytest.raises(NotContent, match="ordinary"):
        read_tree(tmp_path)


def test_a_difference_names_files_and_lines():
    lines = list(trees.difference(files(), planted(LESSON, *WARMER)))
    assert lines[0] == f"changed: {LESSON}"
    assert "+Warmly thank people for their time." in lines
    assert next(trees.difference({LESSON_HE: b"x\n"}, {})) == f"removed: {LESSON_HE}"
    assert list(trees.difference({}, {"modules/a/media/x.png": b"\xff"})) == ["added: modules/a/media/x.png"]


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def test_an_archive_is_read_with_or_without_a_folder_around_it(tmp_path: Path):
    plain = zipped(tmp_path / "a.zip", {**files(), "README.md": b"x"})
    wrapped = zipped(tmp_path / "b.zip", {f"kelim-main/{path}": data for path, data in files().items()})
    assert archives.read_archive(plain) == files() == archives.read_archive(wrapped)


@pytest.mark.parametrize("name", ["../modules/x.md", "/modules/x.md", "modules/../../x.md", "C:/modules/x.md"])
def test_an_archive_that_leads_out_is_refused(name: str, tmp_path: Path):
    with pytest.raises(NotContent, match="leads out"):
        archives.read_archive(zipped(tmp_path / "a.zip", {"modules/a.md": b"", name: b""}))


def test_an_archive_with_a_link_or_twice_the_same_is_refused(tmp_path: Path):
    link = zipfile.ZipInfo("modules/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(NotContent, match="link"):
        archives.read_archive(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("modules/a.md", "x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("modules/a.md", "y")
    with pytest.raises(NotContent, match="twice"):
        archives.read_archive(tmp_path / "b.zip")


def test_a_bomb_is_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("modules/a.md", b"\x00" * (archives.MAX_FILE + 1))
    with pytest.raises(NotContent, match="larger"):
        archives.read_archive(tmp_path / "a.zip")


@pytest.mark.parametrize("cut", [10, 200, 2000])
def test_a_truncated_archive_is_refused(cut: int, tmp_path: Path):
    whole = zipped(tmp_path / "a.zip", files()).read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[:-cut])
    with pytest.raises(NotContent):
        archives.read_archive(tmp_path / "a.zip")

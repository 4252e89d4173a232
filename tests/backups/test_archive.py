"""What an archive is: private, whole or refused, and without keys."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from app.backups import archive, service
from app.backups.archive import Archive
from app.backups.errors import BackupError
from app.config import read_master_keys
from tests.backups.conftest import backup_of, backups_of
from tests.backups.rewriting import OTHER_KEYS, parts, rewritten, with_another_row, write
from tests.support.school import School


@pytest.fixture
def made(school: School) -> Path:
    school.learner()
    return backup_of(school.app)


def code_of(school: School, path: Path) -> str:
    with pytest.raises(BackupError) as refused:
        service.verify(path, backups_of(school.app).keys)
    return refused.value.code


def test_it_is_whole_and_says_what_it_holds(school: School, made: Path):
    checked = service.verify(made, backups_of(school.app).keys)
    assert checked.missing_key == ""
    assert checked.manifest.database == "sqlite"
    assert checked.manifest.tables["person"].rows == 1
    assert checked.manifest.rows == sum(table.rows for table in checked.manifest.tables.values())


def test_it_is_for_its_owner_alone(made: Path):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


def test_no_key_is_in_it(school: School, made: Path):
    settings = school.app.extensions["kelim_settings"]
    secrets = [settings.secret_key.get_secret_value().encode(), settings.demo_password.get_secret_value().encode()]
    for key in read_master_keys(settings.master_keys.get_secret_value()).values():
        secrets += [key, key.hex().encode(), base64.b64encode(key)]
    for name, text in parts(made).items():
        assert not any(secret in text for secret in secrets), name


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_one_that_is_cut_off_is_refused(school: School, made: Path, share: float):
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)])
    assert code_of(school, made) == "damaged"


def test_a_changed_byte_is_refused_wherever_it_means_anything(school: School, made: Path):
    """Some bytes of a ZIP say when a part was written and the like: then all that is read is as it was."""
    whole, before, codes = made.read_bytes(), parts(made), []
    for place in range(0, len(whole), max(1, len(whole) // 300)):
        made.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            service.verify(made, backups_of(school.app).keys)
        except BackupError as error:
            codes.append(error.code)
        else:
            assert parts(made) == before, place
    assert len(codes) > 150
    assert set(codes) <= {"damaged", "seal", "format"}


def test_one_that_lacks_a_table_or_has_one_more_is_refused(school: School, made: Path):
    found = parts(made)
    less = {name: text for name, text in found.items() if name != archive.member("person")}
    assert code_of(school, write(made.with_name("less.zip"), less)) == "damaged"
    assert code_of(school, write(made.with_name("more.zip"), found | {"tables/extra.copy": b""})) == "damaged"


@pytest.mark.parametrize("name", [archive.MANIFEST, archive.SEAL])
def test_one_without_its_manifest_or_seal_is_refused(school: School, made: Path, name: str):
    found = parts(made)
    del found[name]
    assert code_of(school, write(made, found)) == "damaged"


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"\xff", b'{"format": 1, "tables": []}', b'{"key": 1}'])
def test_one_whose_manifest_or_seal_makes_no_sense_is_refused(school: School, made: Path, text: bytes):
    for name in (archive.MANIFEST, archive.SEAL):
        assert code_of(school, write(made.with_name("odd.zip"), parts(made) | {name: text})) in {"damaged", "format"}


def test_a_file_that_is_no_archive_or_not_there_is_said(school: School, tmp_path: Path):
    text = tmp_path / "notes.zip"
    text.write_text("no archive")
    assert code_of(school, text) == "damaged"
    assert code_of(school, tmp_path / "nothing.zip") == "no-file"
    assert code_of(school, tmp_path) == "no-file"


def test_a_row_changed_together_with_the_manifest_breaks_the_seal(school: School, made: Path):
    changed = with_another_row(made, "person", b"@", b"%", None)
    assert code_of(school, changed) == "seal"


def test_a_row_changed_alone_is_named(school: School, made: Path):
    found = parts(made)
    name = archive.member("person")
    path = write(made, found | {name: found[name].replace(b"@", b"%", 1)})
    with pytest.raises(BackupError, match="The table person is not what the manifest says"):
        service.verify(path, backups_of(school.app).keys)


def test_another_key_of_the_same_name_is_told_from_tampering(school: School, made: Path):
    assert service.verify(made, OTHER_KEYS).missing_key == "m1"
    assert service.verify(rewritten(made, OTHER_KEYS), backups_of(school.app).keys).missing_key == "m1"


def test_a_line_that_breaks_off_is_no_row(school: School, made: Path):
    found = parts(made)
    name = archive.member("person")
    path = write(made, found | {name: found[name][:-1]})
    with pytest.raises(BackupError, match="middle of a line"):
        Archive(path).read("person", lambda _chunk: None)

"""Files as programs really write them become lines."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.imports import decoding, reading, workbook
from app.imports.headings import columns_of, field_of
from app.imports.texts import plain
from tests.support import sheets

HEBREW = [["שם מלא", "דוא״ל", "נייד"], ["נועה לוי", "noa@example.org", "0501234567"]]
PLAIN_HEBREW = [["שם מלא", "דואר אלקטרוני", "נייד"], ["נועה לוי", "noa@example.org", "0501234567"]]
ARABIC = [["الاسم الكامل", "البريد الإلكتروني"], ["سمر خوري", "samar@example.org"]]


def only(content: bytes) -> dict[str, str]:
    (line,) = reading.read(content).lines
    return line.given


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1255"])
def test_hebrew_is_read_whichever_way_it_was_saved(encoding: str, separator: str) -> None:
    given = only(sheets.text(PLAIN_HEBREW, separator).encode(encoding))
    assert given == {"name": "נועה לוי", "email": "noa@example.org", "phone": "0501234567"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_arabic_is_read_whichever_way_it_was_saved(encoding: str) -> None:
    assert only(sheets.text(ARABIC, ";").encode(encoding))["name"] == "سمر خوري"


def test_a_line_that_names_the_separator_counts_as_a_line() -> None:
    (line,) = reading.read(("sep=;\r\n" + sheets.text(HEBREW, ";")).encode()).lines
    assert (line.number, line.given["email"]) == (3, "noa@example.org")


def test_a_workbook_is_read_below_its_title_with_the_numbers_of_its_rows() -> None:
    found = reading.read(sheets.workbook())
    assert len(found.lines) == 300
    assert found.lines[0].number == 4
    assert found.columns == {
        "first": "שם פרטי",
        "last": "שם משפחה*",
        "email": 'דוא"ל',
        "phone": "טלפון נייד",
        "language": "שפה",
        "start": "תאריך התחלה",
    }
    assert found.unread == ["מס׳", "ת״ז"]
    assert found.lines[0].given["start"] == "2026-10-25"
    assert found.lines[1].given["phone"] == "501234568"


def test_a_formula_is_never_taken_for_its_text() -> None:
    lines = [["name", "email"], ['=HYPERLINK("https://evil.example","x")', "a@example.org"]]
    assert only(sheets.workbook(lines)) == {"email": "a@example.org", reading.FORMULAS: "name"}


def test_the_sheet_with_headings_is_found_among_several() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["notes of the meeting"])
    book.create_sheet("people").append(["E-mail", "Name"])
    book["people"].append(["noa@example.org", "Noa"])
    packed = io.BytesIO()
    book.save(packed)
    assert only(packed.getvalue())["name"] == "Noa"


def test_headings_that_a_printed_list_repeats_are_nobody() -> None:
    lines = [["Name", "E-mail"], ["Noa", "noa@example.org"], ["Name", "E-mail"], ["Sam", "sam@example.org"]]
    assert [line.number for line in reading.read(sheets.text(lines).encode()).lines] == [2, 4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", reading.EMPTY),
        (b"\0\0 \r\n", reading.EMPTY),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, reading.OLD_EXCEL),
        (b"just some words\nand more", reading.NO_HEADINGS),
        (b"name,phone\nNoa,050", reading.NO_HEADINGS),
        (b"name,e-mail\n,\n", reading.NOBODY),
        (b"PK\x03\x04 nothing behind it", workbook.DAMAGED),
        (b"\xff\xfe\x00\xd8\x00\xd8", decoding._decoded.__doc__ or "damaged"),
    ],
    ids=["empty", "zeros", "xls", "prose", "no address", "nobody", "no zip", "broken letters"],
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        reading.read(content)
    assert refused.value.field == "file"
    if message != "damaged":
        assert refused.value.message == message


def test_more_lines_than_may_be_are_refused() -> None:
    people = "".join(f"P{n},p{n}@example.org\n" for n in range(reading.MOST_LINES + 1))
    with pytest.raises(Invalid, match="5000"):
        reading.read(f"name,e-mail\n{people}".encode())


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(f"{name}.xml", data)
    return made.getvalue()


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(sheet=b"0" * (workbook.MOST_UNPACKED + 1))
    assert len(bomb) < 100_000
    with pytest.raises(Invalid) as refused:
        reading.read(bomb)
    assert refused.value.message == workbook.TOO_BIG


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(packed(sheet=b"0" * 10_000_000))
    at = bomb.rindex(b"PK\x01\x02") + 24  # the size in the archive's list
    bomb[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(Invalid):
        reading.read(bytes(bomb))


def test_entities_are_not_expanded() -> None:
    with pytest.raises(Invalid) as refused:
        reading.read(packed(workbook=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'))
    assert refused.value.message == workbook.DAMAGED


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("E-Mail:", "email"),
        ('דוא"ל', "email"),
        ("כתובת דוא״ל", "email"),
        ("البريد الالكتروني", "email"),
        ("שם / Name", "name"),
        ("الإسم", "name"),
        ("שם (Name)", "name"),
        ("\u200fשם\u00a0פרטי ", "first"),
        ("مس׳", ""),
        ("ת״ז", ""),
    ],
)
def test_headings(heading: str, field: str) -> None:
    assert field_of(heading) == field


def test_of_two_columns_with_one_meaning_the_first_counts() -> None:
    assert columns_of(["mail", "name", "e-mail"]) == {"email": 0, "name": 1}


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("\ufeff\u202bנועה\u202c \u00a0 לוי\u200f", "נועה לוי"),
        ('="0501234567"', "0501234567"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\r\nb\tc", "a b c"),
        ("a\x07b", "ab"),
    ],
)
def test_signs_that_nobody_sees_go(written: str, seen: str) -> None:
    assert plain(written) == seen


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda some: b"name;e-mail\n" + some))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    found = None
    with suppress(Invalid):
        found = reading.read(content)
    assert found is None or found.lines

"""Lists of people as coordinators send them: a title above, marks that nobody sees, nine lines that are wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import openpyxl

Row = Sequence[object]
HEADINGS = ("מס׳", "שם פרטי", "שם  משפחה*", 'דוא"ל', "טלפון נייד", "שפה", "תאריך התחלה", "ת״ז")
FIRST = ("נועה", "יוסף", "מרים", "سمر", "محمد", "Tigist", "Олег", "דנה", "רות", "לילא")
LAST = ("לוי", "כהן", "נסאר", "خوري", "Alemu", "מזרחי", "ביטון", "פרץ", "عودة", "גולן")
PHONES = ("050-123 45 67", 501234568, "+972 (0)52-1234567", "972541234567", "٠٥٠١٢٣٤٥٦٩", "", "02-6543210")
BAD = 9


def rows(number: int = 300, domain: str = "example.ac.il") -> Iterator[list[object]]:
    """Title, headings, `number` people with addresses of `domain`; the wrong ones are spread among them."""
    yield ["עמיתים בקהילה – רשימה ״סופית״ (3)", None, None, None, None, None, None, None]
    yield [None] * 8
    yield list(HEADINGS)
    wrong = {10 + 29 * n: changes for n, changes in enumerate(_wrong(domain))}
    for n in range(number):
        person = _person(n, domain)
        for column, value in wrong.get(n, {}).items():
            person[column] = value
        yield person
    yield [None] * 8


def _person(n: int, domain: str) -> list[object]:
    first, last = FIRST[n % 10], LAST[(n // 10 + n) % 10]
    day = datetime(2026, 10, 25) if n % 4 == 0 else ("25/10/2026", "25.10.26", None)[n % 3]
    email = f"person.{n}@{domain}"
    email = (email, f" {email.upper()}\u200e", f"mailto:{email}", f"{first.strip()} <{email}>")[n % 4]
    language = ("עברית", "ערבית", "", "Arabic", "العربية")[n % 5]
    return [n + 1, f"\u202b{first}\u202c ", f"\u00a0{last}", email, PHONES[n % 7], language, day, "123456782"]


def _wrong(domain: str) -> list[Mapping[int, object]]:
    return [
        {3: f"noa.{domain}@gmial.com"},
        {3: None},
        {3: f"two words@{domain}"},
        {1: "Somebody", 2: "Else", 3: f"person.1@{domain}"},
        {4: "12345"},
        {5: "רוסית"},
        {6: "31/02/2026"},
        {2: "=A1&B1", 1: None},
        {1: None, 2: None},
    ]


def workbook(lines: Sequence[Row] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in rows() if lines is None else lines:
        sheet.append(list(line))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def text(lines: Sequence[Row], separator: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return written.getvalue()

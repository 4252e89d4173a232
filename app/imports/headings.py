"""Which column is which: headings as coordinators write them, in Hebrew, Arabic and English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.imports.texts import key, plain

EMAIL, NAME, FIRST, LAST, PHONE, LANGUAGE, START = "email", "name", "first", "last", "phone", "language", "start"

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    EMAIL: (
        *("e-mail", "email", "mail", "email address", "e-mail address", "mail address", "your email"),
        *("דוא״ל", "דואל", "דואר אלקטרוני", "מייל", "אימייל", "אי מייל", "כתובת מייל", "כתובת אימייל"),
        *("כתובת דוא״ל", "כתובת דואר אלקטרוני"),
        *(
            "البريد الإلكتروني",
            "بريد إلكتروني",
            "البريد",
            "إيميل",
            "الإيميل",
            "ايميل",
            "الايميل",
            "عنوان البريد الإلكتروني",
        ),
    ),
    NAME: (
        *("name", "full name", "participant", "student name", "learner"),
        *("שם", "שם מלא", "שם ומשפחה", "שם פרטי ומשפחה", "שם הסטודנט", "שם הסטודנטית", "שם המשתתף", "שם המשתתפת"),
        *("שם פרטי ושם משפחה", "שם הלומד", "שם הלומדת", "שם העמית", "שם העמיתה"),
        *("الاسم", "اسم", "الاسم الكامل", "الاسم الثلاثي", "اسم المشارك", "اسم الطالب", "اسم الطالبة"),
    ),
    FIRST: ("first name", "given name", "first", "שם פרטי", "פרטי", "الاسم الشخصي", "الاسم الأول", "اسم شخصي"),
    LAST: ("last name", "surname", "family name", "last", "שם משפחה", "משפחה", "اسم العائلة", "العائلة", "الكنية"),
    PHONE: (
        *("phone", "mobile", "cell", "cellphone", "telephone", "tel", "phone number", "mobile number", "mobile phone"),
        *("טלפון", "נייד", "טלפון נייד", "טל", "טל נייד", "סלולרי", "פלאפון", "מספר טלפון", "מספר נייד", "מס טלפון"),
        *(
            "هاتف",
            "الهاتف",
            "رقم الهاتف",
            "جوال",
            "الجوال",
            "رقم الجوال",
            "موبايل",
            "نقال",
            "هاتف نقال",
            "الهاتف النقال",
        ),
    ),
    LANGUAGE: ("language", "preferred language", "שפה", "שפה מועדפת", "שפת הלימוד", "اللغة", "لغة", "اللغة المفضلة"),
    START: (
        *("start", "start date", "starts", "starts on", "from", "date", "enrolled", "enrolled on"),
        *("תאריך התחלה", "תאריך תחילה", "התחלה", "מתאריך", "תאריך", "תאריך הצטרפות"),
        *("تاريخ البدء", "تاريخ البداية", "البداية", "التاريخ", "تاريخ الانضمام"),
    ),
}
_FIELDS = {key(heading): field for field, headings in _HEADINGS.items() for heading in headings}
_PARTS = re.compile(r"[/|()\n\r]")


def field_of(heading: str) -> str:
    """The field that a heading names, in one language or several; empty if it names none."""
    for part in (heading, *_PARTS.split(heading)):
        if found := _FIELDS.get(key(part)):
            return found
    return ""


def columns_of(row: Sequence[str]) -> dict[str, int]:
    """Field → column; of two columns with one meaning the first counts."""
    found: dict[str, int] = {}
    for number, heading in enumerate(row):
        if heading and (field := field_of(heading)):
            found.setdefault(field, number)
    return found


def are_headings(found: Mapping[str, int]) -> bool:
    """Whether people can be read by these: an address, and a name in one column or two."""
    return EMAIL in found and (NAME in found or FIRST in found or LAST in found)


def unread(row: Sequence[str]) -> list[str]:
    """Headings that name nothing that is taken, such as identity numbers."""
    taken = set(columns_of(row).values())
    return [plain(heading) for number, heading in enumerate(row) if heading.strip() and number not in taken]

"""No phone number in a text: numbers change, and contacts.yaml is the one place where somebody verifies them."""

from __future__ import annotations

import re

from app.catalogue.curriculum import CONTACTS, SOURCES
from app.catalogue.reader import Reading
from app.catalogue.texts import Text, texts

_HINT = "write {{contact:…}} and keep the number in curriculum/contacts.yaml"
_GAP = r"[\s.()\-‐-–־\u00a0]{0,2}"
_URL = re.compile(r"https?://\S+|\b10\.\d{4,}/\S+")
# Deliberately wide, as people write them: international, mobile, area codes, free numbers, star numbers, tel: links.
_NUMBER = re.compile(
    rf"(?<![\w.,/:–-])(?:"
    rf"(?:\+|00)972{_GAP}\(?0?\)?{_GAP}[2-9](?:{_GAP}\d){{7,8}}"
    rf"|0(?:5\d|7\d|[2-489]){_GAP}\d{{3}}{_GAP}\d{{4}}"
    rf"|0(?:5\d|7\d|[2-489])(?:{_GAP}\d){{7}}"
    rf"|1{_GAP}[5-9]\d\d{_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"|\*\d{{4}}"
    rf")(?![\d])|tel:\+?\d+",
    re.ASCII,
)
_DIAL = (
    r"(?:\b(?:call|dial|phone|ring|text|number|line|hotline|tel)\b\.?|חייגו|חיוג|לחייג|להתקשר|התקשרו|מתקשרים|טלפון|מספר|מוקד|קו"
    r"|اتصل\w*|الاتصال|هاتف|رقم|الرقم|الخط)[^\d\n.!?]{0,20}"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SKIPPED = (CONTACTS, SOURCES, "curriculum/calendars/")


def check(reading: Reading) -> None:
    short = _short_codes(reading)
    for ending in (".md", ".yaml"):
        for text in texts(reading.files, ending):
            if not text.file.startswith(_SKIPPED):
                _look(text, short, reading)


def _look(text: Text, short: re.Pattern[str] | None, reading: Reading) -> None:
    plain = _URL.sub(lambda match: "x" * len(match[0]), text.text.translate(_DIGITS))
    for pattern in (_NUMBER, short):
        for match in pattern.finditer(plain) if pattern else ():
            group = "number" if "number" in match.groupdict() and match["number"] else 0
            message = f'"{" ".join(match[group].split())}" looks like a phone number'
            reading.report.error(text.place(match.start(group)), "phone-number", message, _HINT)


def _short_codes(reading: Reading) -> re.Pattern[str] | None:
    """Numbers of four figures in contacts.yaml wherever they stand, those of three after a word for calling."""
    phones = {contact.phone for contact in reading.catalogue.contacts.values()}
    four = sorted(phone for phone in phones if re.fullmatch(r"\d{4}", phone)) or ["1201"]
    three = sorted(phone for phone in phones if re.fullmatch(r"\d{3}", phone)) or ["101"]
    edge = r"(?![\d]|[.,:/]\d|\s*(?:minutes|hours|people|%|דקות|دقيقة))"
    pattern = rf"(?<![\d.,/:-])(?:{'|'.join(four)}){edge}|{_DIAL}(?<!\d)(?P<number>{'|'.join(three)}){edge}"
    return re.compile(pattern, re.IGNORECASE)

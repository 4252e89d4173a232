"""Laws about the catalogues: all that the sources say is there in every language, whole, and fit to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

HINT = "run `make messages`, then fill app/translations/{he,ar}"
FORMS = {"he": 2, "ar": 6}
# Forms that mean one certain number may say it in words: "two days" is one word in Arabic.
SAID_IN_WORDS = {"he": {0}, "ar": {0, 1, 2}}
LETTERS = {"he": re.compile("[א-ת]"), "ar": re.compile("[ء-ي]")}
OTHERS = {"he": LETTERS["ar"], "ar": LETTERS["he"]}
# Messages that are the same signs in every language.
WITHOUT_LETTERS: frozenset[str] = frozenset()
# Words that hurt or mean something else (curriculum/glossary.yaml says why), in any form.
BANNED = {
    "he": ("לקוח", "חולה נפש", "חולי נפש", "מפקח", "חונך"),
    "ar": ("عميل", "متعامل", "مراقب", "تبليغ", "تجنيد"),
}
VOWELS = re.compile("[\u0591-\u05c7\u0640\u064b-\u0652\u0670]")
FIELDS = re.compile(r"%\(\w+\)[a-z]|%%|%")
SPACE = re.compile(r"^\s*|\s*$")


@cache
def said(root: Path) -> frozenset[str]:
    """Every message that the sources mark."""
    with (root / "build" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(
        root, methods, options, directory_filter=lambda folder: Path(folder).is_relative_to(root / "app")
    )
    return frozenset(_key(message) for _, _, message, _, _ in found)


def catalogue(root: Path, language: str) -> Catalog:
    with (root / "app" / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def faults(found: Catalog, language: str, wanted: frozenset[str]) -> Iterator[str]:
    """Everything that is wrong with a catalogue, for a language and the messages that the sources hold."""
    if found.num_plurals != FORMS[language]:
        yield f"{language}: {found.num_plurals} plural forms in the header, not {FORMS[language]}"
    messages = {_key(message.id): message for message in found if message.id}
    yield from (f"{language}: not collected yet, {HINT}: {text!r}" for text in sorted(wanted - set(messages)))
    yield from (f"{language}: nobody says this any more, {HINT}: {text!r}" for text in sorted(set(messages) - wanted))
    yield from (f"{language}: kept although obsolete, {HINT}: {_key(text)!r}" for text in found.obsolete)
    for key, message in messages.items():
        yield from (f"{language}: {key!r} {fault}" for fault in _faults_of(message, language))


def _faults_of(message: Message, language: str) -> Iterator[str]:
    if message.fuzzy:
        yield "is fuzzy: check it and take the mark away"
    forms = _parts(message.string)
    if not all(forms):
        yield "is not translated"
        return
    plurals = _parts(message.id)
    if len(forms) != (FORMS[language] if len(plurals) > 1 else 1):
        yield f"has {len(forms)} plural forms"
    for index, form in enumerate(forms):
        may_be_said = len(plurals) > 1 and index in SAID_IN_WORDS[language]
        yield from _faults_between(plurals[-1], form, language, may_be_said=may_be_said)


def _faults_between(source: str, form: str, language: str, *, may_be_said: bool) -> Iterator[str]:
    wanted, fields = sorted(FIELDS.findall(source)), sorted(FIELDS.findall(form))
    if may_be_said:
        wanted, fields = ([one for one in some if one != "%(num)s"] for some in (wanted, fields))
    if wanted != fields:
        yield f"has other fields in {form!r}: {fields}, not {wanted}"
    if SPACE.findall(source) != SPACE.findall(form):
        yield f"begins or ends with other space in {form!r}"
    if source not in WITHOUT_LETTERS and not LETTERS[language].search(form):
        yield f"has no letter of its language in {form!r}"
    if OTHERS[language].search(form):
        yield f"has letters of another language in {form!r}"
    plain = VOWELS.sub("", form)
    yield from (f"says “{word}” in {form!r}" for word in BANNED[language] if word in plain)


def _parts(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _key(text: str | Sequence[str]) -> str:
    return _parts(text)[0]

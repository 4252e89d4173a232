"""Small, faultless cards for the sample tree, and the faults that can be planted in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.cards import CARDS
from tests.catalogue.samples import NEVER, files


def _words(text: str) -> str:
    return f"{{en: {text}, he: {text} בעברית, ar: {text} بالعربية}}"


def _numbers(name: str, contact: str) -> str:
    return f"  {name}:\n    text: {_words(name.title())}\n    contacts: [{contact}]\n"


LINES = "".join(f"    - {_words(f'Line {number}')}\n" for number in (1, 2, 3))
STEPS = "".join(
    f"    - word: {_words(f'Word {number}')}\n      text: {_words(f'Step {number}')}\n" for number in (1, 2, 3, 4)
)
TEXT = (
    "reviewed: {clinical: 2026-11-01 R. Cohen}\n"
    f"before_visit:\n  title: {_words('Before a visit')}\n  lines:\n{LINES}"
    f"  limits:\n    title: {_words('Say it')}\n    text: {_words('It stays with me')}\n"
    f"emergency:\n  title: {_words('Emergency card')}\n{_numbers('danger', 'mda')}  steps:\n{STEPS}"
    f"  unwatched: {_words('Nobody watches')}\n{_numbers('talk', 'eran')}"
)
SHORT = f"N1:\n  text: {_words('Never diagnose')}\n  short: {_words('No diagnosis')}\n"


@dataclass(frozen=True)
class CardFault:
    """`at` is a snippet that stands on the line to be named."""

    code: str
    old: str
    new: str
    at: str
    severity: str = "error"
    path: str = CARDS


FAULTS = (
    CardFault("unknown-key", "  unwatched:", "  unwatchd: x\n  unwatched:", "unwatchd"),
    CardFault("missing-key", f"  unwatched: {_words('Nobody watches')}\n", "", "title: {en: Emergency card"),
    CardFault("missing-key", TEXT[: TEXT.index("emergency:")], "", "emergency:"),
    CardFault("translation-missing", ", ar: Line 2 بالعربية", "", "Line 2"),
    CardFault("translation-missing", ", ar: Word 3 بالعربية", "", "Word 3"),
    CardFault("translation-missing", ", ar: Step 3 بالعربية", "", "Step 3"),
    CardFault("translation-missing", "he: Before a visit בעברית, ", "", "Before a visit"),
    CardFault("translation-missing", "he: Emergency card בעברית, ", "", "Emergency card"),
    CardFault("translation-missing", "he: Say it בעברית, ", "", "Say it"),
    CardFault("translation-missing", "he: It stays with me בעברית, ", "", "It stays"),
    CardFault("translation-missing", "he: Nobody watches בעברית, ", "", "Nobody watches"),
    CardFault("translation-missing", "he: Danger בעברית, ", "", "text: {en: Danger"),
    CardFault("translation-missing", "he: Talk בעברית, ", "", "text: {en: Talk"),
    CardFault("translation-missing", "he: No diagnosis בעברית, ", "", "No diagnosis", path=NEVER),
    CardFault("translation-missing", "he: Never diagnose בעברית, ", "", "Never diagnose", path=NEVER),
    CardFault("translation-missing", SHORT[SHORT.index("  short") :], "", "Never diagnose", path=NEVER),
    CardFault("unknown-language", "ar: Line 2", "arr: Line 2", "Line 2"),
    CardFault("card-lines", f"    - {_words('Line 3')}\n", "", "Line 1"),
    CardFault("card-lines", LINES, LINES + LINES.replace("Line 1", "Line 4", 1), "Line 1"),
    CardFault("card-steps", STEPS[: STEPS.index("    - word: {en: Word 2")], "", "Word 2"),
    CardFault("card-steps", STEPS, STEPS * 2, "Word 1"),
    CardFault("unknown-contact", "contacts: [mda]", "contacts: [mda, erran]", "erran"),
    CardFault("card-contact", "contacts: [eran]", "contacts: []", "contacts: []"),
    CardFault("card-contact", "contacts: [eran]", "contacts: [sahar]", "sahar"),
    CardFault("short-too-long", "en: No diagnosis", f"en: {'No ' * 20}diagnosis", "diagnosis, he", path=NEVER),
    CardFault("phone-number", "en: Line 1", "en: Call 101", "Call 101"),
    CardFault("phone-number", "en: No diagnosis", "en: 050-123-4567", "050-123-4567", path=NEVER),
    CardFault("review-pending", "2026-11-01 R. Cohen", "pending", "reviewed", "warning"),
    CardFault("bad-date", "2026-11-01 R. Cohen", "soon", "reviewed"),
)


def with_cards(text: str = TEXT, never: str = SHORT) -> Mapping[str, bytes]:
    """The sample tree with cards, and a contact that has a page instead of a number."""
    tree = files()
    chat = f"- id: sahar\n  name: {_words('SAHAR')}\n  doors: [someone]\n  says: {_words('Writes')}\n"
    chat += '  source: their page\n  read_on: "2026-11-22"\n  url: https://example.org\n'
    chat += '  verified_on: "2099-01-01"\n  verified_by: R. Cohen\n'
    contacts = tree["curriculum/contacts.yaml"] + chat.encode()
    return {**tree, CARDS: text.encode(), NEVER: never.encode(), "curriculum/contacts.yaml": contacts}


def planted(fault: CardFault) -> tuple[Mapping[str, bytes], str]:
    """The tree with the fault, and the text that it was planted in."""
    text = {CARDS: TEXT, NEVER: SHORT}[fault.path]
    if fault.old not in text:
        raise LookupError(f"{fault.old!r} does not stand in {fault.path}")
    text = text.replace(fault.old, fault.new, 1)
    return (with_cards(text) if fault.path == CARDS else with_cards(never=text)), text

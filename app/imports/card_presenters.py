"""Cards with a code that a phone's camera reads, and messages that carry a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import segno
from flask_babel import force_locale

from app.core.words import LANGUAGES
from app.imports.inviting import Waiting
from app.imports.values import phone_of
from app.web import formats
from app.web.languages import gettext

Data = dict[str, object]


@dataclass(frozen=True, slots=True)
class Message:
    """Ready to be pasted into a messenger. `sms` opens the phone's own program for messages."""

    name: str
    language: str
    text: str
    link: str
    sms: str


def cards(people: Sequence[Waiting], paths: Mapping[int, str], public_url: str, place: str, last: date) -> Data:
    words = {code: _words(code, last) for code in LANGUAGES}
    return {
        "cards": [_card(one, public_url + paths[one.person.id], place) for one in people],
        "words": words,
        "how": gettext("Print at full size, cut along the lines, and hand each card to its person only."),
    }


def _card(one: Waiting, link: str, place: str) -> Data:
    own = one.person.language
    return {
        "name": one.person.name,
        "place": place,
        "languages": [own, *(code for code in LANGUAGES if code != own)],
        "code": _svg(f"{link}?lang={own}"),
    }


def _words(code: str, last: date) -> Data:
    with force_locale(code):
        return {
            "do": gettext("Point your phone’s camera at the square, open the link, and choose a password."),
            "only": gettext("For you alone, until %(day)s.", day=formats.day(last, code)),
        }


def _svg(address: str) -> str:
    code = segno.make_qr(address, error="m", boost_error=False)
    return str(code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )


def messages(people: Iterable[Waiting], paths: Mapping[int, str], public_url: str) -> list[Message]:
    return [_message(one, public_url + paths[one.person.id]) for one in people]


def _message(one: Waiting, link: str) -> Message:
    person = one.person
    address = f"{link}?lang={person.language}"
    with force_locale(person.language):
        text = gettext(
            "Hello %(name)s, this is your own link to Kelim. Open it and choose a password:", name=person.name
        )
    phone = phone_of(one.phone) if one.phone else None
    sms = f"sms:{phone}?body={quote(f'{text} {address}')}" if phone else ""
    return Message(person.name, person.language, text, address, sms)

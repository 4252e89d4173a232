"""Letters from templates: one source of words, made into plain text and HTML of the right direction.

A template has the blocks `subject` and `body`; paragraphs of the body are parted by an empty line. `link` and
`off_link` are paths of ours; the second ends letters of this kind.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import force_locale
from jinja2 import Template

from app.core.words import direction_of
from app.mail import direction
from app.mail.letter import Letter, Value
from app.web.render import environment

LONGEST_SUBJECT = 200
LINKS = frozenset({"link", "off_link"})


class Composer:
    """Works without a request; links are paths, which become addresses of this service in the reader's language."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url.rstrip("/")

    def __call__(self, kind: str, language: str, values: Mapping[str, Value]) -> Letter:
        shown = {name: direction.isolate(value) if isinstance(value, str) else value for name, value in values.items()}
        for name in LINKS & values.keys():
            shown[name] = f"{self._public_url}{values[name]}?lang={language}"
        unsubscribe = f"{self._public_url}{values['off_link']}" if "off_link" in values else ""
        with force_locale(language):
            template = environment(language, plain=True).get_template(f"mail/{kind}.txt")
            subject, body = (_block(template, name, shown) for name in ("subject", "body"))
            return self._letter(language, " ".join(subject.split()), body, unsubscribe)

    def _letter(self, language: str, subject: str, body: str, unsubscribe: str) -> Letter:
        paragraphs = [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]
        way = direction_of(language)
        html = environment(language).get_template("mail/letter.html")
        return Letter(
            subject=direction.begin(subject, way)[:LONGEST_SUBJECT],
            text="\n\n".join(direction.begin(part, way) for part in paragraphs) + "\n",
            html=html.render(subject=direction.bare(subject), parts=[direction.as_html(part) for part in paragraphs]),
            unsubscribe=unsubscribe,
        )


def _block(template: Template, name: str, values: Mapping[str, Value]) -> str:
    return "".join(template.blocks[name](template.new_context(dict(values))))

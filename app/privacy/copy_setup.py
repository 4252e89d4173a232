"""The job that draws a copy: one file for machines, one for its reader, in their language."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from flask_babel import force_locale

from app.accounts.setup import ring
from app.core.words import name_in
from app.jobs.models import Payload
from app.privacy import copies, copy_presenters, copying
from app.releases.queries import get_published
from app.web.render import environment


def make(payload: Payload) -> None:
    copies.make(payload, ring(), draw)


def draw(person_id: int, language: str) -> bytes:
    found = copying.gather(ring(), person_id)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(found, ensure_ascii=False, indent=1))
        file.writestr("data.html", as_page(found, language))
    return out.getvalue()


def as_page(found: dict[str, Any], language: str) -> str:
    with force_locale(language):
        lessons = {name: name_in(one.title, language) for name, one in get_published().catalogue.lessons.items()}
        sections = copy_presenters.sections(found["records"], language, lessons)
        template = environment(language).get_template("privacy/copy.html")
        return template.render(sections=sections, made_at=found["made_at"], done=len(found["done"]))

"""The syllabus of a programme: a page, and a paper on one sheet or on several."""

from __future__ import annotations

from functools import lru_cache

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.types import in_language
from app.core.clock import day_of
from app.core.words import N_
from app.learning import presenters, reading, syllabus
from app.learning import syllabus_presenters as papers_of
from app.papers.service import draw
from app.releases import queries as releases
from app.web import papers
from app.web.languages import gettext, language
from app.web.render import page

KEPT = 24
"""PDFs of four programmes in three languages, as a sheet and as pages; a tenth to a quarter of a megabyte each."""


def show(actor: Actor, programme_id: str) -> ResponseReturnValue:
    content, _ = reading.open_programme(actor, programme_id)
    found = syllabus.draw_up(content, programme_id)
    return page(
        "learning/syllabus.html",
        found=found,
        facts=papers_of.facts(found, language()),
        published_on=day_of(releases.get_release(content.release_id).created_at),
        strengths=presenters.strength_words(),
    )


def paper(actor: Actor, programme_id: str) -> ResponseReturnValue:
    """`?pages` spreads over A4 pages in larger type; else everything stands on one sheet."""
    content, _ = reading.open_programme(actor, programme_id)
    name, drawn = _drawn(content, programme_id, language(), "pages" not in request.args)
    return papers.pdf(drawn, name)


@lru_cache(maxsize=KEPT)
def _drawn(content: releases.Published, programme_id: str, lang: str, is_sheet: bool) -> tuple[str, bytes]:
    """Its name and the PDF in the language of the request. To find the largest type that fits takes a second of CPU,
    and the same release always gives the same."""
    found = syllabus.draw_up(content, programme_id)
    published_on = day_of(releases.get_release(content.release_id).created_at)
    name = gettext(N_("Syllabus: %(programme)s"), programme=in_language(found.programme.title, lang)[1])
    data = papers_of.paper(found, published_on, lang, is_sheet=is_sheet)
    return name, draw("learning/syllabus", data, language=lang, title=name)

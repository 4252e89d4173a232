"""The syllabus of a programme: a page, and a paper on one sheet or on several."""

from __future__ import annotations

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
    found = syllabus.draw_up(content, programme_id)
    published_on = day_of(releases.get_release(content.release_id).created_at)
    title = in_language(found.programme.title, language())[1]
    name = gettext(N_("Syllabus: %(programme)s"), programme=title)
    data = papers_of.paper(found, published_on, language(), is_sheet="pages" not in request.args)
    return papers.pdf(draw("learning/syllabus", data, language=language(), title=name), name)

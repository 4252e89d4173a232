"""The body of a lesson: each segment is rendered once for every state in which a learner may find it.

What is personal is put in for each reader: the form's token and, never kept here, what somebody wrote to themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from app.catalogue.types import Lesson
from app.learning.presenters import segments
from app.releases.queries import Published
from app.web.languages import gettext
from app.web.render import csrf_field, environment
from app.web.trusted import rendered

TOKEN, WRITING, KEPT = "\x00token\x00", "\x00writing\x00", "\x00kept\x00"
"""Stand where a reader's own things go; neither a published text nor a form's can hold a NUL."""


def body(
    content: Published,
    lesson: Lesson,
    language: str,
    *,
    learns: bool,
    done: Mapping[str, str],
    writing: Mapping[str, str],
) -> Markup:
    """`learns`: the reader gets forms. `done`: answers by step, `writing`: private texts by prompt."""
    parts, token = [], csrf_field()
    for number, segment in enumerate(segments(content, lesson.id, language)):
        html = _segment(content, lesson.id, language, number, learns, done.get(segment.id) if segment.id else None)
        html = html.replace(TOKEN, token)
        if segment.kind == "reflect":
            mine = writing.get(segment.id, "")
            html = html.replace(KEPT, escape(gettext("Saved")) if mine else "").replace(WRITING, escape(mine))
        parts.append(html)
    return rendered("".join(parts))


@lru_cache(maxsize=4000)
def _segment(content: Published, lesson_id: str, language: str, number: int, learns: bool, answer: str | None) -> str:
    """`answer` is None while the step is not done."""
    shown = segments(content, lesson_id, language)[number]
    return (
        environment(language)
        .get_template("learning/segment.html")
        .render(
            segment=shown,
            lesson=content.catalogue.lessons[lesson_id],
            opened={"learning": learns},
            steps={} if answer is None else {shown.id: answer},
            writing={shown.id: WRITING},
            kept=KEPT,
            csrf_field=lambda: TOKEN,
        )
    )

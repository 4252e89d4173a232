"""Keeping a reflection; what was typed comes back when it cannot be kept."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.core.encryption import Unreadable
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.progress.queries import get_for_lesson
from app.reflections import service
from app.web.languages import gettext
from app.web.render import page


def keep(actor: Actor, lesson_id: str, prompt_id: str) -> ResponseReturnValue:
    _, _, lesson = get_for_lesson(actor, lesson_id)
    prompt = next((x for x in lesson.segments if x.kind == "reflect" and x.id == prompt_id), None)
    if prompt is None:
        raise NotFound(N_("This lesson has no such prompt."))
    text = request.form.get("text", "")
    try:
        service.keep(ring(), actor, lesson_id, prompt_id, text)
    except Invalid as error:
        message = gettext(error.message) % error.values
        return page("reflections/again.html", lesson=lesson, prompt=prompt, text=text, message=message), 422
    except Unreadable:
        message = gettext(N_("This cannot be kept at the moment. Copy it, and please tell your coordinator."))
        return page("reflections/again.html", lesson=lesson, prompt=prompt, text=text, message=message), 409
    return redirect(f"/lessons/{lesson_id}#{prompt_id}", code=303)

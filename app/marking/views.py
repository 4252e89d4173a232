"""The queue, and one answer beside its rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import ENDONYMS, N_
from app.marking import presenters, queries, rules, service
from app.marking.asked import get_asked
from app.marking.forms import LEVEL, MarkForm, VersionForm
from app.marking.models import MarkingTask
from app.web.languages import gettext, language
from app.web.render import page

SAID = {
    "settled": N_("Saved. The mark counts, and the learner has been told."),
    "second": N_("Saved. Somebody else reads the answer too, without seeing your mark."),
    "third": N_("Saved. The two marks differ, so that a third look decides."),
    "returned": N_("The answer is back with the learner, with your comment."),
}
LONGEST_FILTER = 170


def queue(actor: Actor) -> ResponseReturnValue:
    filters = _filters()
    return page(
        "marking/queue.html",
        rows=presenters.rows(queries.list_queue(actor, filters)),
        narrowing=presenters.narrowing(queries.list_choices(actor)),
        filters=filters,
        language_names=ENDONYMS,
        load=queries.count_load(actor),
    )


def _filters() -> queries.Filters:
    """What cannot be meant narrows nothing."""
    cohort = request.args.get("cohort", "")
    lesson, question = (
        request.args.get(name, "")[:LONGEST_FILTER].replace("\0", "") for name in ("lesson", "question")
    )
    is_number = cohort.isascii() and cohort.isdecimal() and len(cohort) < 10
    return queries.Filters(int(cohort) if is_number else 0, lesson, question)


def show(actor: Actor, marking_id: int) -> ResponseReturnValue:
    service.note_opened(actor, queries.get_task(actor, marking_id))
    return _page(actor, queries.get_task(actor, marking_id), MarkForm(formdata=None), {})


def save(actor: Actor, marking_id: int) -> ResponseReturnValue:
    """A refused mark gives back all that was chosen and written."""
    task, form = queries.get_task(actor, marking_id), MarkForm()
    draft = form.draft
    if not form.validate():
        return _page(actor, task, form, draft.levels), 422
    try:
        state = service.save(actor, task, draft, form.seen)
    except Conflict:
        return _page(actor, task, form, draft.levels, in_conflict=True), 409
    except (Invalid, Forbidden) as error:
        missing = _missing(task, error, draft.levels)
        if not missing:
            form.refuse(error)
        return _page(actor, task, form, draft.levels, missing), error.status
    flash(gettext(SAID[state]))
    following = queries.find_next(actor)
    return redirect(f"/marking/{following}" if following else "/marking", code=303)


def _missing(task: MarkingTask, error: Invalid | Forbidden, levels: Mapping[str, str]) -> list[str]:
    is_about_levels = isinstance(error, Invalid) and error.field.startswith(LEVEL)
    return rules.missing(get_asked(task).question, levels) if is_about_levels else []


def put_in(actor: Actor, marking_id: int) -> ResponseReturnValue:
    """The chosen phrase goes into the comment, where no script does it. Nothing is saved yet."""
    task, form = queries.get_task(actor, marking_id), MarkForm()
    shown = presenters.task(actor, task, language(), {})
    wanted = request.form.get("phrase", "")
    phrases = presenters.phrases(actor, shown)
    chosen = [one.text for one in (*phrases.own, *phrases.shared) if str(one.id) == wanted]
    if chosen:
        form.put_in(chosen[0])
    return _page(actor, task, form, form.levels, to_comment=True)


def go_alone(actor: Actor, marking_id: int) -> ResponseReturnValue:
    task = queries.get_task(actor, marking_id)
    service.go_on_alone(actor, task, VersionForm().seen)
    flash(gettext(N_("The first mark counts, without a second reading.")))
    return redirect(f"/marking/{marking_id}", code=303)


def _page(
    actor: Actor,
    task: MarkingTask,
    form: MarkForm,
    levels: Mapping[str, str],
    missing: Sequence[str] = (),
    *,
    in_conflict: bool = False,
    to_comment: bool = False,
) -> str:
    shown = presenters.task(actor, task, language(), levels, missing)
    return page(
        "marking/task.html",
        shown=shown,
        language_names=ENDONYMS,
        form=form,
        phrases=presenters.phrases(actor, shown),
        version=form.seen if request.method == "POST" and not in_conflict else task.version,
        in_conflict=in_conflict,
        to_comment=to_comment,
    )

"""Phrases for comments: written once, used by whoever they are for, retired and never changed."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.actor import Actor
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Forbidden, Invalid
from app.core.words import LANGUAGES, N_
from app.marking import policy, queries
from app.marking.models import MarkingComment

LONGEST = 500


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """`institution_id` None: for oneself. `question` is lesson/question, empty for any."""

    text: str
    language: str
    question: str = ""
    institution_id: int | None = None


def add(actor: Actor, draft: CommentDraft) -> MarkingComment:
    """Raises Invalid for no text or too many phrases, Forbidden for an institution that is not the actor's."""
    text = draft.text.strip()
    if not text or len(text) > LONGEST:
        raise Invalid(N_("Write the phrase, in at most 500 characters."), field="text")
    if draft.language not in LANGUAGES:
        raise Invalid(N_("Choose a language."), field="language")
    if draft.institution_id is not None and not policy.may_share(actor, draft.institution_id):
        raise Forbidden(N_("Only a coordinator there can offer phrases to everybody."))
    if queries.count_comments(actor) >= queries.PHRASES:
        raise Invalid(N_("You have 200 phrases. Retire one that you do not use."), field="text")
    comment = MarkingComment(
        institution_id=draft.institution_id,
        question=draft.question,
        language=draft.language,
        text=text,
        by_id=actor.id,
        made_at=now(),
    )
    session().add(comment)
    session().flush()
    _record(actor, comment, "marking-phrase.add")
    return comment


def retire(actor: Actor, comment: MarkingComment) -> None:
    """Nobody is offered it any more. Doing it again changes nothing."""
    if comment.retired_at is None:
        comment.retired_at = now()
        session().flush()
        _record(actor, comment, "marking-phrase.retire")


def _record(actor: Actor, comment: MarkingComment, action: str) -> None:
    place = f"institution:{comment.institution_id}" if comment.institution_id else ""
    audit.record(actor.id, action, f"marking-phrase:{comment.id}", place=place)

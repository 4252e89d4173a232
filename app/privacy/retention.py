"""How long which records are kept, where each figure comes from, and the daily run that forgets what is past its time.

Rooms forget some of it by themselves, each hour; the rest is forgotten here and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, exists, func, or_, select, update

from app.accounts import links, sessions
from app.accounts.models import Person, RoleGrant
from app.core.clock import now, today
from app.core.db import session
from app.core.words import N_
from app.mail.models import OutboxMail
from app.privacy import erasing
from app.privacy.models import CorrectionRequest, DataExport, RetentionRun
from app.privacy.rules import EXPORT_KEPT

DAILY = timedelta(hours=20)
YEAR = 365
LETTERS, ANSWERED, RUNS = timedelta(days=90), timedelta(days=2 * YEAR), timedelta(days=2 * YEAR)
ACCOUNTS = timedelta(days=7 * YEAR + 2)
AT_ONCE = 20
"""So many accounts are erased a day: a wrong clock does not empty the house."""

OURS = N_("Our decision: as long as it is needed")
LIMITATION = N_("The time in which claims can be brought: seven years (Prescription Law, 1958)")
REGULATION = N_("Privacy Protection (Data Security) Regulations, 2017: access logs for at least 24 months")
LAW = N_("Privacy Protection Law, 1981: no longer than the purpose needs")


@dataclass(frozen=True, slots=True)
class RecordClass:
    """`days` after the moment that `since` names; none: as `since` says. `forget` tells how many went."""

    code: str
    title: str
    days: int | None
    since: str
    source: str
    forget: Callable[[datetime], int] | None = None

    @property
    def years(self) -> int:
        return (self.days or 0) // YEAR


def _count(done: object) -> int:
    return done.rowcount if isinstance(done, CursorResult) else 0


def _forget_letters(moment: datetime) -> int:
    past = (OutboxMail.created_at < moment - LETTERS) & (OutboxMail.state != "waiting")
    return _count(session().execute(delete(OutboxMail).where(past)))


def _empty_copies(moment: datetime) -> int:
    past = (DataExport.expires_at < moment) & DataExport.content.is_not(None)
    return _count(session().execute(update(DataExport).where(past).values(content=None)))


def _forget_corrections(moment: datetime) -> int:
    return _count(session().execute(delete(CorrectionRequest).where(CorrectionRequest.answered_at < moment - ANSWERED)))


def _forget_runs(moment: datetime) -> int:
    return _count(session().execute(delete(RetentionRun).where(RetentionRun.at < moment - RUNS)))


def _erase_long_gone(_moment: datetime) -> int:
    """Accounts whose every role ended seven years ago; those that never had one wait for whoever invited them."""
    day = today() - ACCOUNTS
    held = exists().where(RoleGrant.person_id == Person.id)
    later = held.where(or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day))
    gone = select(Person.id).where(Person.email.is_not(None), held, ~later).order_by(Person.id).limit(AT_ONCE)
    return sum(len(erasing.erase(number, None)) for number in session().scalars(gone).all())


CLASSES = (
    RecordClass(
        "accounts",
        N_("Accounts and everything about their people"),
        ACCOUNTS.days,
        N_("after the last role ended; sooner if the person asks"),
        LIMITATION,
        _erase_long_gone,
    ),
    RecordClass(
        "signed",
        N_("Credited minutes and what was signed"),
        None,
        N_("for good, from the erasure on under a number"),
        LIMITATION,
    ),
    RecordClass("writing", N_("Private writing, notes and answers"), None, N_("with the account"), LAW),
    RecordClass(
        "practice",
        N_("A year of practice: what was done or skipped, own days, how exercises served"),
        YEAR,
        N_("after somebody left their cohort"),
        LAW,
    ),
    RecordClass("trail", N_("Who opened or changed what"), 2 * YEAR, N_("after it happened"), REGULATION),
    RecordClass(
        "readings", N_("Notices that were read, and consents"), None, N_("with the account, then under a number"), LAW
    ),
    RecordClass(
        "evaluation", N_("Answers for the evaluation, apart from names"), None, N_("until the yes is taken back"), LAW
    ),
    RecordClass(
        "letters",
        N_("That a letter was sent; its text goes at once"),
        LETTERS.days,
        N_("after it was written"),
        OURS,
        _forget_letters,
    ),
    RecordClass(
        "copies", N_("Copies of somebody's data"), EXPORT_KEPT.days, N_("after they were made"), OURS, _empty_copies
    ),
    RecordClass(
        "corrections",
        N_("Corrections that were asked for"),
        ANSWERED.days,
        N_("after they were answered"),
        OURS,
        _forget_corrections,
    ),
    RecordClass("sessions", N_("Signed-in browsers"), sessions.KEPT.days, N_("after they were signed out"), OURS),
    RecordClass("links", N_("Invitations and links"), links.KEPT.days, N_("after they were used or ran out"), OURS),
    RecordClass("failures", N_("Failed sign-ins, by digest"), 1, N_("after they happened"), OURS),
    RecordClass(
        "lists",
        N_("Lists of people that were brought in"),
        30,
        N_("after they were applied; drafts for two weeks"),
        OURS,
    ),
    RecordClass(
        "backups",
        N_("Backups"),
        None,
        N_("as long as the service is set to keep them, thirty days if nothing is said"),
        OURS,
    ),
    RecordClass("runs", N_("What this job reports"), RUNS.days, N_("after it happened"), OURS, _forget_runs),
)


def run() -> None:
    """Called each hour, in a transaction; forgets once a day, and keeps how many."""
    moment = now()
    last = session().scalar(select(func.max(RetentionRun.at)))
    if last is not None and moment - last < DAILY:
        return
    for one in CLASSES:
        if one.forget:
            session().add(RetentionRun(record_class=one.code, removed=one.forget(moment), at=moment))
    session().flush()


def list_runs(days: int = 30) -> Sequence[RetentionRun]:
    """What was forgotten lately, and the last run of each class."""
    newest = select(func.max(RetentionRun.at)).scalar_subquery()
    wanted = select(RetentionRun).where(
        or_(RetentionRun.at == newest, (RetentionRun.removed > 0) & (RetentionRun.at > now() - timedelta(days=days)))
    )
    return session().scalars(wanted.order_by(RetentionRun.at.desc(), RetentionRun.id).limit(200)).all()

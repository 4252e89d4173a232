"""Filling an empty database with the demo institution."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.accounts import passwords
from app.accounts import service as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import Person
from app.accounts.service import NATIONAL, Place
from app.config import Settings
from app.core.clock import today
from app.core.db import session, write_transaction
from app.core.encryption import KeyRing
from app.demo.accounts import ACCOUNTS
from app.enrolment import service as enrolment


class NoDemoHere(RuntimeError):
    """A production service never holds demo data."""


def accounts_table() -> list[tuple[str, str]]:
    """Role and address of every demo account, as they are printed when the service is ready."""
    return [(account.box, account.email) for account in ACCOUNTS]


def is_wanted(settings: Settings) -> bool:
    """An installation for demonstration whose database knows nobody yet."""
    return settings.environment == "demo" and session().scalars(select(Person.id).limit(1)).first() is None


def fill(settings: Settings, ring: KeyRing) -> None:
    """Raises NoDemoHere in production."""
    if settings.is_production:
        raise NoDemoHere("production has no demo institution")
    password_hash = passwords.hash_password(settings.demo_password.get_secret_value())
    with write_transaction():
        names = {"en": "Demo institution", "he": "מוסד להדגמה", "ar": "مؤسسة للعرض"}
        place = accounts.add_institution(SYSTEM, "demo", names, settings.time_zone, is_demo=True)
        starts = today() - timedelta(weeks=26)
        ends = starts + timedelta(days=364)
        cohorts = {
            programme: enrolment.open_cohort(SYSTEM, place, programme, name, starts_on=starts, ends_on=ends)
            for programme, name in (("community-mentors", "עמיתים בקהילה"), ("pwp", "PWP"))
        }
        for account in ACCOUNTS:
            person = accounts.add_person(
                SYSTEM, ring, email=account.email, name=account.name, language=account.language
            )
            accounts.store_password(person, password_hash)
            if account.role == "trainer":
                accounts.grant_role(SYSTEM, person, "trainer", Place("cohort", cohorts["community-mentors"].id))
            elif account.role == "administrator":
                accounts.grant_role(SYSTEM, person, "administrator", NATIONAL)
            elif account.role:
                accounts.grant_role(SYSTEM, person, account.role, Place("institution", place.id))
            else:
                cohort = cohorts["pwp" if account.box == "trainee" else "community-mentors"]
                enrolment.enrol(SYSTEM, person, cohort, on=starts)

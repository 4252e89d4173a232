"""Filling an empty database with the demo institution."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts import passwords
from app.accounts import queries as account_queries
from app.accounts import service as accounts
from app.accounts.models import Institution, Person
from app.audit import sealing
from app.config import Settings
from app.core.db import session, write_transaction
from app.core.encryption import KeyRing
from app.demo.accounts import ACCOUNTS, DOMAIN, MENTOR
from app.demo.cast import Cast
from app.demo.story import Story
from app.demo.year import begin


class NoDemoHere(RuntimeError):
    """A production service never holds demo data."""


def accounts_table() -> list[tuple[str, str]]:
    """Role and address of every demo account, as they are printed when the service is ready."""
    return [(account.box, account.email) for account in ACCOUNTS]


def is_wanted(settings: Settings) -> bool:
    """An installation for demonstration whose database knows nobody yet."""
    return settings.environment == "demo" and session().scalars(select(Person.id).limit(1)).first() is None


def has_demo() -> bool:
    return session().scalars(select(Institution.id).where(Institution.is_demo).limit(1)).first() is not None


def fill(settings: Settings, ring: KeyRing) -> None:
    """Writes the first half of a year, all or nothing. Raises NoDemoHere in production."""
    if settings.is_production:
        raise NoDemoHere("production has no demo institution")
    password_hash = passwords.hash_password(settings.demo_password.get_secret_value())
    story = Story(settings.time_zone)
    begin(story, Cast(ring, password_hash, settings.time_zone, settings.public_url))
    with write_transaction():
        story.run()
    sealing.seal_waiting(ring)


def renew_password(settings: Settings) -> bool:
    """Gives the demo's people the password of the settings if they have another; True if that was so."""
    mentor = account_queries.find_person(MENTOR.email)
    password = settings.demo_password.get_secret_value()
    if settings.environment != "demo" or mentor is None or passwords.matches(mentor.password_hash, password):
        return False
    password_hash = passwords.hash_password(password)
    with write_transaction():
        for person in session().scalars(select(Person).where(Person.email.endswith(f"@{DOMAIN}"))).all():
            accounts.store_password(person, password_hash)
    return True

"""One's own address: the new one is proved by a link that is sent there, the old one hears of it.

The link carries who, which address and the version of the account, signed; any change of the account ends it.
"""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import links, profile, queries
from app.accounts.actor import Actor
from app.accounts.models import Person
from app.accounts.service import TAKEN, recipient
from app.audit import service as audit
from app.core.db import hold, session, write_transaction
from app.core.errors import Conflict, Gone, Invalid
from app.core.words import N_
from app.jobs import letters
from app.mail.letter import Recipient, is_address

HOURS = 24
OVER = N_("This link is over, or belongs to another sign-in. Ask for a new one.")


def ask(actor: Actor, password: str, email: str, *, network: str, secret: str) -> None:
    """Sends the link. It does not tell whether somebody has that address.

    Raises Invalid for the password or an address that is none, TooMany for guessing.
    """
    address = queries.normal_email(email)
    if not is_address(address):
        raise Invalid(N_("Write an address such as name@example.org."), field="email")
    person = profile.require_password(actor, password, network=network, field="password")
    if address == person.email:
        raise Invalid(N_("This is your address already."), field="email")
    token = _signer(secret).dumps([person.id, person.version, address])
    with write_transaction():
        if queries.find_person(address) is None:
            to = Recipient(address, person.name, person.language, person.id)
            letters.post("address-change", to, link=f"/account/email/{token}", hours=HOURS)
        audit.record(actor.id, "person.ask-address", f"person:{actor.id}")


def read(actor: Actor, token: str, *, secret: str) -> str:
    """The address that a link of the actor's is for. Raises Gone."""
    try:
        found = _signer(secret).loads(token, max_age=HOURS * 3600)
    except BadData as error:
        raise Gone(OVER) from error
    if found[:2] != [actor.id, queries.get_person(actor.id).version]:
        raise Gone(OVER)
    return str(found[2])


def change(actor: Actor, token: str, *, secret: str) -> None:
    """Raises Gone for the link, Conflict if somebody has the address by now."""
    hold(select(Person.id).where(Person.id == actor.id).with_for_update())
    session().expire_all()
    address = read(actor, token, secret=secret)
    person = queries.get_person(actor.id)
    letters.post("address-changed", recipient(person), link="/account", address=address)
    try:
        with session().begin_nested():
            person.email, person.version = address, person.version + 1
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    links.end_open(person.id)
    audit.record(actor.id, "person.address", f"person:{actor.id}")


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="kelim.address")

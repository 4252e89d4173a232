"""What somebody who is signed in changes about their second step; the password was given again just before."""

from __future__ import annotations

from app.accounts import profile, sessions
from app.accounts import queries as accounts
from app.accounts import service as people
from app.accounts.actor import Actor
from app.accounts.entrance import Entrance
from app.audit import service as audit
from app.core.clock import now
from app.core.db import write_transaction
from app.core.errors import Forbidden, Invalid
from app.core.words import N_
from app.jobs import letters
from app.second_step import drafts, factors, passkeys, queries, totp, tries
from app.second_step.drafts import APP, CODES, PASSKEY, Owner
from app.second_step.passkeys import Site

forget_old = drafts.forget_old
NOT_CONFIRMED = N_("Write your password once more before you change this.")
NO_ANSWER = N_("The passkey did not answer. Try again, or choose another way.")


def confirm_password(actor: Actor, password: str, *, network: str) -> None:
    """Opens the changes for some minutes in this browser. Raises Invalid or TooMany."""
    profile.require_password(actor, password, network=network, field="password")
    with write_transaction():
        sessions.confirm(actor.session_id)


def require_confirmed(actor: Actor) -> None:
    """Raises Forbidden."""
    if not sessions.is_confirmed(actor.session_id):
        raise Forbidden(NOT_CONFIRMED)


def begin(actor: Actor, owner: Owner, kind: str) -> None:
    """Raises Forbidden."""
    require_confirmed(actor)
    drafts.begin(owner, kind)


def add_app(actor: Actor, owner: Owner, typed: str, *, network: str) -> None:
    """Raises Forbidden, Invalid for a wrong code, Gone if nothing is being set up, TooMany for guessing."""
    require_confirmed(actor)
    with write_transaction():
        factors.hold_person(actor.id)
        is_right = put_app(owner, typed, network=network)
        if is_right:
            _has_more(actor, owner, APP)
    if not is_right:
        raise Invalid(tries.WRONG, field="code")


def put_app(owner: Owner, typed: str, *, network: str) -> bool:
    """The app becomes good if its first code is right. In a transaction; raises Gone or TooMany."""
    tries.require_no_wait(owner.person_id, network)
    secret = drafts.find(owner, APP)
    step = totp.matching_step(secret, typed, now()) if secret else 0
    if step is None:
        tries.count(owner.person_id, network)
        return False
    factors.put_app(owner, drafts.take(owner, APP), step)
    return True


def add_passkey(actor: Actor, owner: Owner, site: Site, name: str, answer: str) -> None:
    """Raises Forbidden, Invalid for an answer that is none, Gone if nothing is being set up."""
    require_confirmed(actor)
    with write_transaction():
        factors.hold_person(actor.id)
        put_passkey(owner, site, name, answer)
        _has_more(actor, owner, PASSKEY)


def put_passkey(owner: Owner, site: Site, name: str, answer: str) -> None:
    """The passkey becomes good. In a transaction; raises Gone or Invalid."""
    challenge = bytes.fromhex(drafts.take(owner, PASSKEY))
    try:
        made = passkeys.made(site, challenge, answer)
    except passkeys.Wrong as error:
        raise Invalid(NO_ANSWER) from error
    factors.put_passkey(owner.person_id, made, name)


def _has_more(actor: Actor, owner: Owner, kind: str) -> None:
    """The first factor ends all sessions that did without one; ten recovery codes come with it."""
    if queries.get_standing(actor.id).factors == 1:
        sessions.end_all(actor.id, but=actor.session_id)
    sessions.mark_second_step(actor.session_id)
    if not queries.count_codes(actor.id):
        drafts.put_codes(owner, factors.new_codes(actor.id))
    tell(actor.id, "add", kind)


def remove_app(actor: Actor, door: Entrance) -> None:
    """Raises Forbidden, or Invalid for the last factor of somebody whose role needs one."""
    _require_removing(actor, door)
    if factors.drop_app(actor.id):
        _has_less(actor, APP)


def remove_passkey(actor: Actor, door: Entrance, passkey_id: int) -> None:
    """Raises NotFound for a passkey that is not the actor's, otherwise as above."""
    _require_removing(actor, door)
    found = queries.get_passkey(actor.id, passkey_id)
    factors.drop_passkey(actor.id, found.id)
    _has_less(actor, PASSKEY)


def _require_removing(actor: Actor, door: Entrance) -> None:
    require_confirmed(actor)
    factors.hold_person(actor.id)
    needs = door.requires(grant.role for grant in actor.grants)
    if needs and queries.get_standing(actor.id).factors <= 1:
        raise Invalid(N_("Your role needs a second step. Set up another one before you take this one away."))


def _has_less(actor: Actor, kind: str) -> None:
    if not queries.get_standing(actor.id).is_on:
        factors.drop_codes(actor.id)
        drafts.drop_all(actor.id)
    tell(actor.id, "remove", kind)


def renew_codes(actor: Actor, owner: Owner) -> None:
    """Ten new recovery codes; those of before end. Raises Forbidden, or Invalid without a factor."""
    require_confirmed(actor)
    factors.hold_person(actor.id)
    if not queries.get_standing(actor.id).is_on:
        raise Invalid(N_("Set up an app or a passkey first."))
    drafts.put_codes(owner, factors.new_codes(actor.id))
    tell(actor.id, "renew", CODES)


def keep_codes(owner: Owner) -> None:
    """They are written down: nobody sees them again."""
    drafts.drop(owner, CODES)


def tell(person_id: int, act: str, kind: str) -> None:
    """A letter and a row in the trail. `act`: add | remove | renew | use; `kind`: app | passkey | codes."""
    audit.record(person_id, f"second-step.{act}", f"person:{person_id}", detail=kind)
    person = accounts.get_person(person_id)
    if person.email:
        left = queries.count_codes(person_id)
        to = people.recipient(person)
        letters.post("second-step-changed", to, change=f"{act}-{kind}", left=left, link="/account/second-step")

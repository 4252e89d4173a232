"""Pages that setting up shares, whether at sign-in or in one's account."""

from __future__ import annotations

from app.accounts import queries as accounts
from app.second_step import drafts, passkeys, queries, totp
from app.second_step.drafts import APP, PASSKEY, Owner
from app.second_step.setup import site
from app.web.forms import Form
from app.web.render import page

CODES = "/account/second-step/codes"


def new_app(owner: Owner, form: Form, path: str, back: str) -> str | None:
    """None if no app is being set up in this browser."""
    secret = drafts.find(owner, APP)
    if secret is None:
        return None
    address = totp.address(secret, _account(owner), passkeys.NAME)
    side, square = totp.square(address)
    shown = {"address": address, "side": side, "square": square, "secret": totp.grouped(secret)}
    return page("second_step/app.html", form=form, to=path, back=back, **shown)


def new_passkey(owner: Owner, form: Form, path: str, back: str) -> str | None:
    """None if no passkey is being set up in this browser, or the service has no name to bind it to."""
    challenge, here = drafts.find(owner, PASSKEY), site()
    if challenge is None or here is None:
        return None
    present = queries.list_passkeys(owner.person_id)
    options = passkeys.to_make(here, bytes.fromhex(challenge), owner.person_id, _account(owner), present)
    return page("second_step/passkey.html", form=form, to=path, back=back, options=options)


def _account(owner: Owner) -> str:
    """By which somebody tells their accounts apart."""
    person = accounts.get_person(owner.person_id)
    return person.email or person.name

"""Links by which somebody without an account signs: sent, opened, bound to a browser by a code, revoked.

Mail programs and scanners open links and press every button behind them. So looking never changes anything, and nothing
is shown or decided before a code is typed that only the registered address gets, in the browser that asked for it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now
from app.core.db import hold, session
from app.core.errors import Conflict, Gone, Invalid, NotFound, TooMany
from app.core.ids import hash_token, new_token
from app.core.words import N_
from app.jobs import letters
from app.mail.letter import Recipient
from app.placements.models import Supervisor
from app.practicum import signing_link_queries, signing_rules
from app.practicum.deciding import LINK, Signer
from app.practicum.signing_models import SigningBrowser, SigningLine, SigningLink

UNKNOWN = N_("This link is not complete. Copy the whole address from the letter.")
OVER = N_("This link is over. A new letter comes while entries wait; the coordinator can also send one at once.")
REVOKED = N_("This link was taken back. The coordinator can send a new one.")
WRONG_CODE = N_("This is not the code of the letter. Check the six digits.")
NO_CODE = N_("This code is used up or too old. Have a new one sent.")
TOO_MANY = N_("Several codes were sent already. Please wait %(minutes)s minutes before you ask for another.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A link as it goes out; its token is kept nowhere else."""

    link: SigningLink
    path: str
    lines: int


def issue(supervisor: Supervisor, lasts: timedelta, by_id: int | None = None) -> Sent | None:
    """A link to everything that waits for the supervisor; None if nothing does. Earlier links live on."""
    rounds = signing_link_queries.list_open_rounds(supervisor)
    if not rounds:
        return None
    token, moment = new_token(), now()
    link = SigningLink(
        token_hash=hash_token(token),
        supervisor_id=supervisor.id,
        created_at=moment,
        expires_at=moment + lasts,
        by_id=by_id,
    )
    session().add(link)
    session().flush()
    session().add_all(SigningLine(link_id=link.id, entry_id=one, round=number) for one, number in rounds.items())
    session().flush()
    audit.record(by_id, "signing.link", f"signing_link:{link.id}", place=f"supervisor:{supervisor.id}")
    return Sent(link, f"/signing/{token}", len(rounds))


def get_open(token: str) -> SigningLink:
    """Raises NotFound for a link that never was, Gone for one that is revoked or too old."""
    wanted = select(SigningLink).where(SigningLink.token_hash == hash_token(token))
    link = session().scalars(wanted).one_or_none()
    if link is None:
        raise NotFound(UNKNOWN)
    if link.revoked_at is not None:
        raise Gone(REVOKED)
    if link.expires_at <= now() or not link.supervisor.is_active:
        raise Gone(OVER)
    return link


def revoke(actor: Actor, link: SigningLink) -> None:
    """The caller has checked whose link it is. Raises Conflict for one that is over."""
    moment = now()
    open_one = (SigningLink.id == link.id) & SigningLink.revoked_at.is_(None) & (SigningLink.expires_at > moment)
    revoked = update(SigningLink).where(open_one).values(revoked_at=moment, revoked_by_id=person_id(actor))
    if session().execute(revoked.returning(SigningLink.id)).first() is None:
        raise Conflict(OVER)
    audit.record(
        person_id(actor), "signing.revoke", f"signing_link:{link.id}", place=f"supervisor:{link.supervisor_id}"
    )


def send_code(link: SigningLink) -> str:
    """Sends a code to the registered address; returns the secret of the browser that asked. Raises TooMany."""
    hold(select(SigningLink.id).where(SigningLink.id == link.id).with_for_update())
    _require_few(link)
    secret, moment = new_token(), now()
    code = f"{secrets.randbelow(10**signing_rules.CODE_DIGITS):0{signing_rules.CODE_DIGITS}}"
    session().add(
        SigningBrowser(
            link_id=link.id,
            cookie_hash=hash_token(secret),
            code_hash=_hash(secret, code),
            asked_at=moment,
            code_expires_at=moment + signing_rules.CODE_LASTS,
        )
    )
    minutes = signing_rules.CODE_LASTS // timedelta(minutes=1)
    letters.post("signing-code", recipient(link.supervisor), code=code, minutes=minutes)
    return secret


def bind(link: SigningLink, secret: str, code: str) -> str | None:
    """Lets this browser decide if the code is right: its new secret, or None. A try counts either way, so commit it.

    Raises Gone for a code that is used up, too old, or was never asked for here.
    """
    wanted = select(SigningBrowser).filter_by(link_id=link.id, cookie_hash=hash_token(secret))
    browser = session().scalars(wanted.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if browser is None or not _takes_code(browser):
        raise Gone(NO_CODE)
    browser.tries += 1
    digits = "".join(letter for letter in code if letter.isdecimal())
    if not secrets.compare_digest(_hash(secret, digits), browser.code_hash):
        return None
    fresh = new_token()
    browser.cookie_hash, browser.code_hash, browser.bound_at = hash_token(fresh), "", now()
    audit.record(None, "signing.bind", f"signing_link:{link.id}", place=f"supervisor:{link.supervisor_id}")
    return fresh


def waits_for_code(link: SigningLink, secret: str) -> bool:
    """Whether a code was sent that can still be typed in this browser."""
    browser = _find(link, secret)
    return browser is not None and _takes_code(browser)


def is_bound(link: SigningLink, secret: str) -> bool:
    browser = _find(link, secret)
    return browser is not None and browser.bound_at is not None


def require_bound(link: SigningLink, secret: str) -> Signer:
    """Who decides in this browser. Raises Invalid where no code was typed."""
    if not is_bound(link, secret):
        raise Invalid(N_("First type the code that we send to your address."))
    who = link.supervisor
    return Signer(supervisor_id=who.id, name=who.name, role=who.role_title, via=LINK, link_id=link.id)


def recipient(supervisor: Supervisor) -> Recipient:
    return Recipient(supervisor.email, supervisor.name, supervisor.language, supervisor.person_id)


def _find(link: SigningLink, secret: str) -> SigningBrowser | None:
    if not secret:
        return None
    wanted = select(SigningBrowser).filter_by(link_id=link.id, cookie_hash=hash_token(secret))
    return session().scalars(wanted).one_or_none()


def _takes_code(browser: SigningBrowser) -> bool:
    is_fresh = browser.code_expires_at > now() and browser.tries < signing_rules.TRIES
    return browser.bound_at is None and is_fresh


def _hash(secret: str, code: str) -> str:
    return hash_token(f"{secret} {code}")


def _require_few(link: SigningLink) -> None:
    """Each code allows a few guesses: so few codes within a span that guessing leads nowhere."""
    for span, most in signing_rules.CODES:
        asked = signing_link_queries.list_asked(link, now() - span)
        if len(asked) >= most:
            left = asked[-most] + span - now()
            raise TooMany(TOO_MANY, seconds=int(left.total_seconds()) + 1, minutes=left // timedelta(minutes=1) + 1)

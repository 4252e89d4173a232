"""Keeping sites: what they offer, who may place there, and how many."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.accounts.models import Institution
from app.accounts.queries import find_institution
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import hold, session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.words import LANGUAGES, N_
from app.duty.rules import HOURS, PERSON, PHONE, STAND_IN, are_same, is_phone
from app.mail.letter import is_address
from app.placements import policy, rules, sites
from app.placements.models import SITE_KINDS, Site, SiteShare
from app.releases import queries as releases

NOT_YOURS = N_("Only a coordinator of this institution can do this here, or an administrator.")
CHANGED = N_("Somebody changed this site while you were working on it.")
MOST = 1000
RUNG = ("contact_name", "contact_phone", "contact_hours", "stand_in_name", "stand_in_phone")
"""What learners call by, and what somebody rang."""
ASKED = {PERSON: "contact_name", PHONE: "contact_phone", HOURS: "contact_hours", STAND_IN: "stand_in_phone"}
SAID = {
    PERSON: N_("A site opens once learners know whom to call there: write who it is. Or save it closed for now."),
    PHONE: N_("A site opens once learners know whom to call there: write the number. Or save it closed for now."),
    HOURS: N_("A site opens once learners know when somebody answers there. Or save it closed for now."),
    STAND_IN: N_("A site opens once there is a stand-in with another number. Or save it closed for now."),
}
EVER = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDraft:
    name: str
    kind: str
    languages: tuple[str, ...]
    capacity: int
    address: str = ""
    needs_clearance: bool = False
    needs_gate: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    contact_hours: str = ""
    stand_in_name: str = ""
    stand_in_phone: str = ""
    notes: str = ""
    is_open: bool = True


def make(actor: Actor, institution_id: int | None, draft: SiteDraft) -> Site:
    """Raises Forbidden, Invalid. The institution that keeps a site has a share of it from the beginning."""
    if not policy.coordinates(actor, institution_id):
        raise Forbidden(NOT_YOURS)
    if institution_id is not None and session().get(Institution, institution_id) is None:
        raise Invalid(N_("Choose an institution."), field="institution")
    site = Site(institution_id=institution_id, created_at=now(), by_id=person_id(actor), **_checked(draft))
    if institution_id is not None:
        site.shares.append(SiteShare(institution_id=institution_id))
    session().add(site)
    session().flush()
    _record(actor, "site.make", site)
    return site


def change(actor: Actor, site: Site, draft: SiteDraft, seen: int) -> None:
    """Raises Forbidden, Invalid, Conflict if it is not the version that was seen."""
    policy.require_editing(actor, site)
    values = _checked(draft, site)
    take(site)
    if site.version != seen:
        raise Conflict(CHANGED)
    taken = rules.most_at_once((one.span for one in sites.list_taken([site.id], (today(), EVER))), (today(), EVER))
    if draft.capacity < taken:
        raise Invalid(
            N_("%(number)s learners are placed here at once already. End a placement first, or close the site."),
            field="capacity",
            number=taken,
        )
    fields = sorted(name for name, value in values.items() if getattr(site, name) != value)
    for name in fields:
        setattr(site, name, values[name])
    if set(fields) & set(RUNG):
        site.contact_rung_on = None
    site.version += 1
    _record(actor, "site.change", site, ",".join(fields))


def ring(actor: Actor, site: Site, seen: int) -> None:
    """The actor rang the contact and the stand-in and was answered. Raises Forbidden, Conflict if they have changed."""
    policy.require_editing(actor, site)
    take(site)
    if site.version != seen or rules.lacks(site):
        raise Conflict(CHANGED)
    site.contact_rung_on = today()
    _record(actor, "site.ring", site)


def share(actor: Actor, site: Site, code: str, capacity: int | None) -> None:
    """Lets another institution place here; None leaves only the site's own limit. Raises Forbidden, Invalid."""
    policy.require_editing(actor, site)
    _check_limit(capacity)
    institution = find_institution(code.strip().casefold())
    if institution is None:
        raise Invalid(
            N_("No institution has this code. Its coordinators find theirs on their page of sites."), field="code"
        )
    take(site)
    if any(one.institution_id == institution.id for one in site.shares):
        raise Invalid(N_("The site is shared with this institution already."), field="code")
    site.shares.append(SiteShare(institution_id=institution.id, capacity=capacity))
    _shared(actor, site, institution.id, capacity)


def limit(actor: Actor, site: Site, institution_id: int, capacity: int | None) -> None:
    """How many an institution may place here: those who keep the site say it, and its own coordinators.

    Raises Forbidden, Invalid, NotFound for an institution without a share.
    """
    if not policy.may_edit_site(actor, site) and not policy.coordinates(actor, institution_id):
        raise Forbidden(policy.NOT_KEPT)
    _check_limit(capacity)
    take(site)
    found = next((one for one in site.shares if one.institution_id == institution_id), None)
    if found is None:
        raise NotFound(N_("The site is not shared with this institution."))
    found.capacity = capacity
    _shared(actor, site, institution_id, capacity)


def unshare(actor: Actor, site: Site, institution_id: int) -> None:
    """Raises Forbidden, and Conflict while learners of that institution are placed here."""
    policy.require_editing(actor, site)
    take(site)
    if institution_id == site.institution_id:
        raise Conflict(N_("The institution that keeps a site keeps its share of it."))
    if sites.list_at(site, [institution_id], today()):
        raise Conflict(N_("Learners of this institution are placed here. Its coordinators can end their placements."))
    site.shares = [one for one in site.shares if one.institution_id != institution_id]
    session().flush()
    _record(actor, "site.unshare", site, f"institution:{institution_id}")


def take(site: Site) -> None:
    """Holds a site until the transaction ends, and reads it again as it is now."""
    hold(select(Site.id).where(Site.id == site.id).with_for_update())
    session().refresh(site)


def _check_limit(capacity: int | None) -> None:
    if capacity is not None and not 0 <= capacity <= MOST:
        raise Invalid(N_("Write a whole number from 0 to 1000."), field="capacity")


def _shared(actor: Actor, site: Site, institution_id: int, capacity: int | None) -> None:
    session().flush()
    number = "" if capacity is None else str(capacity)
    _record(actor, "site.share", site, f"institution:{institution_id} {number}".strip())


def _checked(draft: SiteDraft, site: Site | None = None) -> dict[str, object]:
    """`site` is what stands already: its gate may have left the content since."""
    values = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(draft).items()}
    values["languages"] = sorted(set(draft.languages), key=LANGUAGES.index) if _known(draft.languages) else []
    if not values["name"]:
        raise Invalid(N_("Write the name of the site."), field="name")
    if draft.kind not in SITE_KINDS:
        raise Invalid(N_("Choose what kind of place this is."), field="kind")
    if not values["languages"]:
        raise Invalid(N_("Choose at least one language in which work is done there."), field="languages")
    if not 0 <= draft.capacity <= MOST:
        raise Invalid(N_("Write a whole number from 0 to 1000."), field="capacity")
    if draft.needs_gate not in {"", site.needs_gate if site else ""} | {gate for gate, _ in list_gates()}:
        raise Invalid(N_("Choose what must be complete first."), field="needs_gate")
    if values["contact_email"] and not is_address(str(values["contact_email"])):
        raise Invalid(N_("Write an address such as name@example.org."), field="contact_email")
    _check_phones(draft)
    if draft.is_open:
        _check_contact(draft, site)
    return values


def _check_phones(draft: SiteDraft) -> None:
    for field in ("contact_phone", "stand_in_phone"):
        written = str(getattr(draft, field)).strip()
        if written and not is_phone(written):
            raise Invalid(N_("Write a number that a phone in Israel can dial, or leave it empty."), field=field)
    if draft.stand_in_phone.strip() and are_same(draft.stand_in_phone, draft.contact_phone):
        raise Invalid(
            N_("This is the same number again. Write another one, or leave it empty."), field="stand_in_phone"
        )


def _check_contact(draft: SiteDraft, site: Site | None) -> None:
    """A site that was open before this was asked for may be changed until its day comes. Raises Invalid."""
    lacks = rules.lacks(draft)
    if not lacks or (site is not None and rules.has_time(site, today())):
        return
    raise Invalid(SAID[lacks[0]], field=ASKED[lacks[0]])


def _known(languages: tuple[str, ...]) -> bool:
    return all(one in LANGUAGES for one in languages)


def list_gates() -> list[tuple[str, dict[str, str]]]:
    """Gates of all programmes as they are published: id and title; of gates with one id the first."""
    found: dict[str, dict[str, str]] = {}
    for programme in releases.get_published().catalogue.programmes.values():
        for gate in programme.gates:
            found.setdefault(gate.id, dict(gate.title))
    return list(found.items())


def _record(actor: Actor, action: str, site: Site, detail: str = "") -> None:
    place = f"institution:{site.institution_id}" if site.institution_id else ""
    audit.record(person_id(actor), action, f"site:{site.id}", place=place, detail=detail)

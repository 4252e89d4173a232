"""Whoever acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

STAFF_ROLES = frozenset({"trainer", "coordinator", "supervisor", "reviewer", "rater", "evaluator", "administrator"})


@dataclass(frozen=True, slots=True)
class Grant:
    role: str
    place_kind: str  # national | institution | cohort | site
    place_id: int


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person as every service sees them. `release_id` is the release that was active at the request.

    `waiting` counts what waits for them, by name.
    """

    id: int
    name: str
    language: str
    grants: tuple[Grant, ...] = ()
    session_id: int = 0
    session_token: str = ""
    release_id: int | None = None
    text_size: str = "normal"
    address_form: str = "neutral"
    waiting: Mapping[str, int] = field(default_factory=dict, hash=False)

    is_anonymous = False
    is_active = True
    is_authenticated = True

    def get_id(self) -> str:
        """What the session cookie carries: the browser session's token, never the person's id."""
        return self.session_token

    def has_role(self, *roles: str) -> bool:
        return any(grant.role in roles for grant in self.grants)

    def places(self, kind: str, roles: Iterable[str]) -> frozenset[int]:
        """Ids of the places of `kind` at which one of `roles` is held."""
        wanted = frozenset(roles)
        return frozenset(g.place_id for g in self.grants if g.place_kind == kind and g.role in wanted)

    def is_national(self, *roles: str) -> bool:
        return any(g.place_kind == "national" and g.role in roles for g in self.grants)

    def without_nation(self) -> Actor:
        """The same person without administering the country: the daily work of everybody is nobody's list."""
        kept = (grant for grant in self.grants if (grant.role, grant.place_kind) != ("administrator", "national"))
        return replace(self, grants=tuple(kept))

    @property
    def is_staff(self) -> bool:
        return any(grant.role in STAFF_ROLES for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Nobody:
    """Whoever is not signed in."""

    id: None = None
    name: str = ""
    language: str = ""
    grants: tuple[Grant, ...] = ()
    release_id: None = None
    text_size: str = "normal"
    address_form: str = "neutral"

    is_anonymous = True
    is_active = False
    is_authenticated = False
    is_staff = False

    def get_id(self) -> str:
        return ""

    def has_role(self, *_roles: str) -> bool:
        return False


SYSTEM = Actor(id=0, name="Kelim", language="en", grants=(Grant("administrator", "national", 0),))
"""Commands and jobs act as the system; rows that it makes name nobody."""


def person_id(actor: Actor) -> int | None:
    """The id to store: the system is nobody."""
    return actor.id or None

"""What searching leaves behind."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.trail import policy
from app.trail.rules import Wanted

TOLD = 5


def record_search(actor: Actor, wanted: Wanted, people: Sequence[int], own: Sequence[int]) -> None:
    """Whom was looked for as numbers; the words that were typed may be a name and stand nowhere."""
    where = wanted.where or (0 if policy.sees_all(actor) or len(own) != 1 else own[0])
    place = f"institution:{where}" if where else "national:0"
    audit.record(person_id(actor), "audit.search", place, place=place, detail=_said(wanted, people))


def _said(wanted: Wanted, people: Sequence[int]) -> str:
    more = "+" if len(people) > TOLD else ""
    said = {
        "who": ",".join(map(str, people[:TOLD])) + more if wanted.who else "",
        "what": wanted.what,
        "days": f"{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}",
        "only": "refused" if wanted.refused else "",
        "before": str(wanted.before or ""),
    }
    return " ".join(f"{name}:{value}" for name, value in said.items() if value or (name == "who" and wanted.who))

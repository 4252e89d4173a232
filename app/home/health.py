"""What monitoring reads of duty phones, sites and help numbers: how many stand how, never whose they are."""

from __future__ import annotations

from collections import Counter

from app.accounts.actor import SYSTEM
from app.core.clock import today
from app.duty import queries as duty
from app.duty.queries import Post
from app.duty.rules import MISSING
from app.home.staff import contact_state
from app.placements import rules, sites
from app.releases import queries as releases

INCOMPLETE = "incomplete"


def tell() -> dict[str, object]:
    """Counts by standing: fine, old (not rung for half a year), unconfirmed, incomplete, missing.

    `late` is how many lack something that should stand by now.
    """
    day = today()
    posts = duty.list_relied_on(SYSTEM)
    open_sites = sites.list_open()
    late = sum(1 for one in posts if one.lacks and one.is_late)
    late += sum(1 for one in open_sites if not rules.takes_learners(one, day))
    return {
        "duty_phones": Counter(_standing(one) for one in posts),
        "sites": Counter(rules.standing(one, day) for one in open_sites),
        "late": late,
        "help_numbers": _help_numbers(),
    }


def _standing(post: Post) -> str:
    return INCOMPLETE if post.lacks and post.standing != MISSING else post.standing


def _help_numbers() -> dict[str, int]:
    if releases.find_active_release_id() is None:
        return {}
    numbers = releases.get_published().catalogue.contacts.values()
    confirmed = sum(1 for one in numbers if one.verified_on)
    return {"all": len(numbers), "confirmed": confirmed, "old": contact_state(numbers, today()).old}

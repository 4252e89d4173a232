"""Addresses as people type them: what is around them goes, and slips are noticed and never mended in silence."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from app.mail.letter import is_address

KNOWN = frozenset(
    (
        *("gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "ymail.com", "icloud.com", "live.com", "mail.com"),
        *("walla.co.il", "walla.com", "hotmail.co.il", "outlook.co.il", "yahoo.co.il", "bezeqint.net", "proton.me"),
        *("netvision.net.il", "zahav.net.il", "012.net.il", "013.net", "gmx.com", "gmx.net"),
    )
)
_USUAL = 3  # a domain that so many lines of a file have is no slip
_LONELY = re.compile(r"\.(?:con|cmo|ocm|cm|comm|cim|vom|xom|col)$")
_ISRAEL = re.compile(r"\.(?:co|ac|org|net|gov|muni)\.(?:l|i|li|ill|ii|lI)$")
_AROUND = re.compile(r"^(?:mailto:)?[\s<\"'(\[,;.]*|[\s>\"')\],;.]*$", re.IGNORECASE)
_NAMED = re.compile(r"<([^<>\s]+@[^<>\s]+)>")


def tidy(text: str) -> str:
    """`Noa <mailto:Noa@Example.org>;` → `noa@example.org`."""
    wide = unicodedata.normalize("NFKC", text)
    if named := _NAMED.search(wide):
        wide = named[1]
    return _AROUND.sub("", wide).casefold()


@lru_cache(maxsize=20_000)
def is_good(address: str) -> bool:
    return is_address(address)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def usual_domains(addresses: Iterable[str]) -> frozenset[str]:
    """The known ones, and those that this file has often."""
    counted = Counter(domain_of(one) for one in addresses if "@" in one)
    return KNOWN | {domain for domain, times in counted.items() if times >= _USUAL and not _slip_of_ending(domain)}


def likely(address: str, usual: Collection[str]) -> str:
    """What was probably meant, if this looks like a slip; empty if it looks right, or nothing good comes to mind."""
    closed = re.sub(r"\s+", "", address).replace(",", ".").replace("..", ".")
    if "@" not in closed:
        closed = re.sub(r"(?i)(?:2|\(at\)|\[at\])?(gmail\.com|walla\.co\.il|hotmail\.com)$", r"@\1", closed)
    name, _, domain = closed.rpartition("@")
    better = domain if domain in usual else _better(domain, usual)
    found = f"{name}@{better}"
    return found if name and found != address and is_address(found) else ""


def _better(domain: str, usual: Collection[str]) -> str:
    near = sorted(one for one in usual if are_near(domain, one))
    return near[0] if near else _slip_of_ending(domain) or domain


def _slip_of_ending(domain: str) -> str:
    mended = _ISRAEL.sub(lambda found: found[0].rsplit(".", 1)[0] + ".il", domain)
    mended = _LONELY.sub(".com", mended)
    return mended if mended != domain else ""


def are_near(one: str, other: str) -> bool:
    """One letter too many, too few, another, or two in the wrong order; short words are near to too much."""
    if one == other or min(len(one), len(other)) < 7 or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[1:] == shorter

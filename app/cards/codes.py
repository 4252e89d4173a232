"""The square that a camera reads: it holds the address of a public page, and nothing about anybody."""

from __future__ import annotations

from functools import lru_cache

import segno

KEPT = 200  # the help page and the share sheets, in every language
QUIET = 4  # modules of white around it, as the standard asks


def help_address(public_url: str, language: str) -> str:
    return f"{public_url.rstrip('/')}/help-now?lang={language}"


@lru_cache(maxsize=KEPT)
def rows(address: str) -> tuple[str, ...]:
    """One text a row, "1" for a dark module, without the white around it."""
    code = segno.make_qr(address, error="m", boost_error=False)
    return tuple("".join("1" if module else "0" for module in row) for row in code.matrix)


@lru_cache(maxsize=KEPT)
def path(address: str) -> str:
    """The same as the path of an SVG, a unit a module, with its white border."""
    parts = []
    for y, row in enumerate(rows(address)):
        parts += [f"M{x + QUIET} {y + QUIET}h1v1h-1z" for x, module in enumerate(row) if module == "1"]
    return "".join(parts)

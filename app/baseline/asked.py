"""What a programme asks at the beginning."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.instrument_types import Instrument
from app.catalogue.types import Catalogue, Programme


@dataclass(frozen=True, slots=True)
class Asked:
    """In which of the programme's languages the official questions stand here, and in which not."""

    programme: Programme
    instrument: Instrument
    days: int
    languages: tuple[str, ...]
    missing: tuple[str, ...]


def find_asked(catalogue: Catalogue, programme: Programme | None) -> Asked | None:
    """None where nothing is asked, or the form does not stand here."""
    wanted = programme.baseline if programme else None
    instrument = catalogue.instruments.get(wanted.instrument) if wanted else None
    if programme is None or wanted is None or instrument is None:
        return None
    languages = tuple(one for one in programme.languages if instrument.has_text(one))
    missing = tuple(one for one in programme.languages if one not in languages)
    return Asked(programme, instrument, wanted.days, languages, missing)

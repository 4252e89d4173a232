"""`curriculum/glossary.yaml` → the words of the programmes, with their meaning and what we say instead of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.catalogue.findings import nearest, one_of
from app.catalogue.places import Places
from app.catalogue.terms import Term
from app.catalogue.types import LANGUAGES
from app.catalogue.yaml_records import Record, Value

GLOSSARY = "curriculum/glossary.yaml"
WHY, REVIEWED = "why", "reviewed"


@dataclass(frozen=True)
class Glossary:
    terms: Mapping[str, Term] = field(default_factory=dict)
    reviewed: Mapping[str, str] = field(default_factory=dict)


def read_glossary(root: Value | None, places: Places) -> Glossary:
    """A mapping from a term's key; `reviewed` beside them says who has read the list."""
    terms: dict[str, Term] = {}
    reviewed: Mapping[str, str] = {}
    for key, _, value in root.entries() if root else ():
        if key == REVIEWED:
            reviewed = {name: state.text() for name, _, state in value.entries()}
            places.put("glossary:reviewed", value.place)
        else:
            terms[key] = _term(key, value, places)
    return Glossary(terms, reviewed)


def _term(key: str, value: Value, places: Places) -> Term:
    record = value.record(("avoid", "sources"), ("term", "meaning"))
    places.put(f"term:{key}", record.place)
    for source in record.items("sources"):
        places.put(f"term:{key}:source:{source.text()}", source.place)
    avoid, why = _avoid(record)
    return Term(
        term=record.words("term"),
        meaning=record.words("meaning"),
        avoid=avoid,
        why=why,
        sources=record.texts("sources"),
    )


def _avoid(record: Record) -> tuple[dict[str, tuple[str, ...]], Mapping[str, str]]:
    """Words to avoid by language, and the reason, which stands among them under `why`."""
    avoid: dict[str, tuple[str, ...]] = {}
    why: Mapping[str, str] = {}
    for name, key, value in record.fields["avoid"].entries() if record.has("avoid") else ():
        if name == WHY:
            why = value.words()
        elif name in LANGUAGES:
            avoid[name] = value.texts()
        else:
            known = (*LANGUAGES, WHY)
            key.error("unknown-language", f'"{name}" is not a language of Kelim', nearest(name, known) or one_of(known))
    return avoid, why

"""Where things stand, for checks that look at the whole."""

from __future__ import annotations

from app.catalogue.findings import Place, Report
from app.catalogue.inline import ID


class Places:
    """Names such as `objective:<lesson>/<id>` → place. Also what the frozen types have no room for."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._places: dict[str, Place] = {}
        self._owners: dict[str, tuple[str, Place]] = {}
        self.gate_modules: dict[str, tuple[str, ...]] = {}

    def put(self, name: str, place: Place) -> None:
        self._places.setdefault(name, place)

    def of(self, name: str, *others: str) -> Place:
        for candidate in (name, *others):
            if candidate in self._places:
                return self._places[candidate]
        return Place(".")

    def check_id(self, identifier: str, place: Place) -> None:
        if not ID.fullmatch(identifier):
            hint = "lower-case letters, digits and hyphens"
            self.report.error(place, "bad-id", f'"{identifier[:60]}" cannot be an id', hint)

    def declare(self, kind: str, identifier: str, place: Place) -> None:
        """Takes a global id; a second owner is an error. Programmes and modules have names of their own."""
        self.put(f"{kind}:{identifier}", place)
        scope = kind if kind in ("programme", "module") else "lesson, exercise or quiz"
        key = f"{scope}:{identifier}"
        if identifier and key in self._owners:
            other, where = self._owners[key]
            message = f'the id "{identifier}" belongs to the {other} at {where.file}:{where.line} already'
            self.report.error(place, "duplicate-id", message)
        self._owners.setdefault(key, (kind, place))

    @property
    def declared(self) -> dict[str, Place]:
        """Every global id with its place."""
        return {key.split(":", 1)[1]: place for key, (_, place) in self._owners.items()}

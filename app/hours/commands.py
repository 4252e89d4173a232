"""`flask hours …`: figures and proof for scripts."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.accounts.queries import find_person
from app.catalogue.types import Programme
from app.core.db import session
from app.core.errors import KelimError
from app.enrolment.models import Enrolment
from app.hours import figures, queries
from app.hours.models import Credit
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify as find_faults
from app.releases import queries as releases

Report = dict[str, Any]


@click.group()
def hours() -> None:
    """The ledger of credited minutes."""


@hours.command()
@click.argument("email")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@with_appcontext
def show(email: str, form: str) -> None:
    """Minutes of one learner, by requirement and module, with their rows. Exits 1 if there is no such person."""
    person = find_person(email)
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    enrolments = session().scalars(select(Enrolment).filter_by(person_id=person.id).order_by(Enrolment.id)).all()
    try:
        report: Report = {"email": person.email, "enrolments": [_enrolment(e) for e in enrolments]}
    except KelimError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(report, ensure_ascii=False, indent=1) if form == "json" else _text(report))


def _enrolment(enrolment: Enrolment) -> Report:
    """Every figure is a sum over the rows beside it."""
    catalogue = releases.published(enrolment.cohort.release_id).catalogue
    programme = catalogue.programmes.get(enrolment.cohort.programme_id)
    totals = queries.sum_totals(enrolment.id)
    required = figures.requirements(programme, totals) if programme else []
    modules = figures.modules(catalogue, programme, totals) if programme else []
    return {
        "enrolment": enrolment.id,
        "programme": enrolment.cohort.programme_id,
        "cohort": enrolment.cohort.name,
        "total": totals.minutes(),
        "pending": totals.pending_minutes(),
        **{part: totals.minutes(part) for part in queries.TRAINING},
        "requirements": [{"id": f.id, "minutes": f.done, "pending": f.pending, "wanted": f.wanted} for f in required],
        "modules": [{"id": m.id, "minutes": m.done, "pending": m.pending, "planned": m.wanted} for m in modules],
        "rows": [_row(row) for row in reversed(queries.list_credits(enrolment.id))],
        "practicum": _practicum(programme, enrolment, totals),
    }


def _practicum(programme: Programme | None, enrolment: Enrolment, totals: queries.Totals) -> Report | None:
    """Counted apart from training. None where the programme has none."""
    if programme is None or programme.practicum is None:
        return None
    part = programme.practicum.part
    return {
        "part": part,
        "total": totals.minutes(part),
        "pending": totals.pending_minutes(part),
        "rows": [_row(row) for row in reversed(queries.list_credits(enrolment.id, part=part))],
    }


def _row(row: Credit) -> Report:
    return {
        "id": row.id,
        "day": row.day.isoformat(),
        "part": row.part,
        "minutes": row.minutes,
        "module": row.module,
        "lesson": row.lesson,
        "rule": row.rule,
        "release": row.release_id,
        "source": f"{row.source_kind}:{row.source_id}",
        "revision": row.revision,
        "reverses": row.reverses_id,
    }


def _text(report: Report) -> str:
    lines = [str(report["email"])]
    for e in report["enrolments"]:
        lines.append(f"  {e['programme']} ({e['cohort']}): {e['total']} minutes credited, {e['pending']} pending")
        lines += [f"    {r['id']}: {r['minutes']} of {r['wanted']}" for r in e["requirements"]]
    return "\n".join(lines)


@hours.command()
@with_appcontext
def verify() -> None:
    """Prove that every credit has its source, and every correction its row. Exits 1 on a fault."""
    faults = list(find_faults(SOURCES, EARNED))
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)

"""`flask people|institutions|cohorts …`: the first administrator of a service, and whatever a script sets up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts import service as people_service
from app.accounts.actor import SYSTEM
from app.accounts.models import Institution, Person
from app.accounts.service import NATIONAL, Place
from app.accounts.setup import ring
from app.config import Settings
from app.core.clock import today
from app.core.db import session, write_transaction
from app.core.errors import KelimError
from app.core.words import LANGUAGES
from app.enrolment import service
from app.enrolment.models import Cohort
from app.enrolment.service import Invitation
from app.mail.letter import is_address

ROLES = ("learner", "trainer", "coordinator", "supervisor", "reviewer", "rater", "evaluator", "administrator")
YEAR = timedelta(days=364)

people = AppGroup("people", help="Invite people and give them roles.")
institutions = AppGroup("institutions", help="Institutions.")
cohorts = AppGroup("cohorts", help="Cohorts of an institution.")


@contextmanager
def changing() -> Iterator[None]:
    """One write transaction; a refusal becomes a message and exit status 1."""
    try:
        with write_transaction():
            yield
    except KelimError as error:
        raise click.ClickException(str(error)) from error


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--institution CODE` or `--cohort ID`; neither means the whole country."""
    at_institution = click.option("--institution", "code", default="", help="Code of the institution.")
    command = at_institution(command)
    return click.option("--cohort", "cohort_id", type=int, default=0, help="Number of the cohort.")(command)


def find_place(code: str, cohort_id: int) -> Place:
    if code and cohort_id:
        raise click.UsageError("name an institution or a cohort, not both")
    if cohort_id:
        return Place("cohort", get_cohort(cohort_id).id)
    return Place("institution", get_institution(code).id) if code else NATIONAL


def get_institution(code: str) -> Institution:
    found = accounts.find_institution(code)
    if found is None:
        raise click.ClickException(f"there is no institution with the code {code!r}")
    return found


def get_cohort(cohort_id: int) -> Cohort:
    found = session().get(Cohort, cohort_id)
    if found is None:
        raise click.ClickException(f"there is no cohort number {cohort_id}")
    return found


def get_person(email: str) -> Person:
    found = accounts.find_person(email)
    if found is None:
        raise click.ClickException(f"nobody has the address {email}")
    return found


@people.command("invite")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="he", show_default=True)
@click.option("--role", type=click.Choice(ROLES), required=True)
@place_options
def invite(email: str, name: str, language: str, role: str, code: str, cohort_id: int) -> None:
    """Add somebody, mail them an invitation and print its link."""
    if not is_address(accounts.normal_email(email)):
        raise click.BadParameter("write an address such as name@example.org", param_hint="EMAIL")
    with changing():
        place = find_place(code, cohort_id)
        draft = Invitation(email, name, language, role, place.kind, place.id)
        _, path = service.invite(SYSTEM, ring(), draft)
    settings: Settings = current_app.extensions["kelim_settings"]
    click.echo(f"{settings.public_url.rstrip('/')}{path}?lang={language}")


@people.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@place_options
def grant(email: str, role: str, code: str, cohort_id: int) -> None:
    """Give somebody who has an account a role at a place; a learner is enrolled in the cohort."""
    with changing():
        person, place = get_person(email), find_place(code, cohort_id)
        if role == "learner":
            if place.kind != "cohort":
                raise click.UsageError("a learner learns in a cohort: name one with --cohort")
            cohort = get_cohort(place.id)
            service.enrol(SYSTEM, person, cohort, on=today(cohort.institution.time_zone))
        elif any(
            (g.role, g.place_kind, g.place_id) == (role, place.kind, place.id) for g in accounts.list_roles(person.id)
        ):
            raise click.ClickException(f"{email} is {role} at {place} already")
        else:
            people_service.grant_role(SYSTEM, person, role, place)
    click.echo(f"{email}: {role} at {place}")


@institutions.command("add")
@click.argument("code")
@click.option("--he", "hebrew", required=True, help="Name in Hebrew.")
@click.option("--ar", "arabic", required=True, help="Name in Arabic.")
@click.option("--en", "english", required=True, help="Name in English.")
@click.option("--time-zone", default="", help="Default: the service's.")
def add_institution(code: str, hebrew: str, arabic: str, english: str, time_zone: str) -> None:
    """Add an institution."""
    settings: Settings = current_app.extensions["kelim_settings"]
    if accounts.find_institution(code):
        raise click.ClickException(f"there is an institution with the code {code!r} already")
    with changing():
        names = {"he": hebrew, "ar": arabic, "en": english}
        made = people_service.add_institution(SYSTEM, code, names, time_zone or settings.time_zone)
    click.echo(f"{made.id}  {code}")


@institutions.command("list")
def list_institutions() -> None:
    """Codes and names."""
    for one in session().scalars(select(Institution).order_by(Institution.code)):
        click.echo(f"{one.code}  {one.names.get('en') or next(iter(one.names.values()), '')}")


@cohorts.command("list")
def list_cohorts() -> None:
    """Number, institution, programme, name."""
    for one in session().scalars(select(Cohort).order_by(Cohort.id)):
        click.echo(f"{one.id}  {one.institution.code}  {one.programme_id}  {one.name}")

"""`flask institutions duty` and `flask cohorts open`: who is on duty, and cohorts that need somebody to be."""

from __future__ import annotations

from datetime import date, datetime

import click

from app.accounts.actor import SYSTEM
from app.core.words import LANGUAGES
from app.duty import opening, queries, service
from app.enrolment.commands import YEAR, changing, cohorts, get_institution, institutions
from app.releases import queries as releases

__all__ = ["cohorts", "institutions"]


@institutions.command("duty")
@click.argument("code")
@click.option("--name", required=True, help="Who is on duty: a role, or a name.")
@click.option("--phone", required=True)
@click.option("--hours", required=True, help="When somebody answers.")
@click.option("--language", type=click.Choice(LANGUAGES), default="he", show_default=True, help="Of the hours.")
@click.option("--stand-in", default="", help="Who is called when nobody answers.")
@click.option("--stand-in-phone", default="", help="No cohort opens without it.")
def set_duty(code: str, name: str, phone: str, hours: str, language: str, stand_in: str, stand_in_phone: str) -> None:
    """Say whom the people of the institution CODE call when it cannot wait; another contact is replaced."""
    draft = service.DutyDraft(
        name=name, phone=phone, hours={language: hours}, backup_name=stand_in, backup_phone=stand_in_phone
    )
    with changing():
        post = queries.get_post_of_institution(SYSTEM, get_institution(code).id)
        service.put(SYSTEM, post, draft, post.contact.id if post.contact else 0)
    click.echo(f"{code}: {name}, {phone}. Ring it, and say at {post.path} that it was answered.")


@cohorts.command("open")
@click.argument("code")
@click.argument("programme_id")
@click.argument("name")
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--ends", type=click.DateTime(["%Y-%m-%d"]), help="Default: a year after the start.")
def open_cohort(code: str, programme_id: str, name: str, starts: datetime, ends: datetime | None) -> None:
    """Open a cohort of a programme at the institution CODE; prints its number. Somebody must be on duty there."""
    first: date = starts.date()
    known = releases.get_published().catalogue.programmes
    if programme_id not in known:
        raise click.BadParameter(f"the published programmes are {', '.join(known)}", param_hint="PROGRAMME_ID")
    with changing():
        made = opening.open_cohort(
            SYSTEM,
            get_institution(code),
            programme_id,
            name,
            starts_on=first,
            ends_on=ends.date() if ends else first + YEAR,
        )
    click.echo(str(made.id))

"""`flask jobs`: run the consumer, look at jobs, try failed ones again."""

from __future__ import annotations

import json

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.db import write_transaction
from app.core.errors import KelimError
from app.jobs import consumer, queries, service, setup
from app.jobs.models import STATES, Job

jobs = AppGroup("jobs", help="Background work.")


@jobs.command("run")
def run() -> None:
    """Run jobs until asked to stop (SIGTERM)."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    found = setup.jobs()
    consumer.consume(found.runner, found.bell, app.app_context)


@jobs.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only jobs in this state.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def show(state: str | None, limit: int, form: str) -> None:
    """Show jobs, newest first."""
    found = [_as_shown(job) for job in queries.list_jobs(state or "", limit)]
    if form == "json":
        click.echo(json.dumps(found, indent=1))
        return
    for job in found:
        click.echo("  ".join(f"{key}={value}" for key, value in job.items() if value not in ("", None)))
    counted = queries.count_by_state()
    click.echo(", ".join(f"{counted.get(name, 0)} {name}" for name in STATES))


@jobs.command("retry")
@click.argument("job_id", type=int)
def retry(job_id: int) -> None:
    """Let a failed job begin anew."""
    try:
        with write_transaction():
            service.retry(job_id)
    except KelimError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Job {job_id} will run again.")


def _as_shown(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "attempts": job.attempts,
        "error": job.last_error,
        "run_at": job.run_at.isoformat(timespec="seconds"),
        "finished_at": job.finished_at.isoformat(timespec="seconds") if job.finished_at else None,
        "payload": json.dumps(job.payload),
    }

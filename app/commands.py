"""Commands of the whole house."""

from __future__ import annotations

import click

from app.audit.commands import audit
from app.backups.commands import backup
from app.demo.commands import demo
from app.duty.commands import cohorts, institutions
from app.enrolment.commands import people
from app.hours.commands import hours
from app.jobs.commands import jobs
from app.practicum.commands import practicum
from app.prepare import prepare
from app.releases.commands import content
from app.second_step.commands import second_step

COMMANDS: tuple[click.Command, ...] = (
    prepare,
    content,
    people,
    institutions,
    cohorts,
    hours,
    practicum,
    jobs,
    audit,
    backup,
    demo,
    second_step,
)

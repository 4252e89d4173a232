"""`flask practicum …`: proof for scripts."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from app.practicum import proof, proof_of_hours, proof_of_signing


def _faults(book: proof.Book) -> list[proof.Fault]:
    return [*proof.check(book), *proof_of_hours.check(book), *proof_of_signing.check(book)]


def find_faults() -> list[proof.Fault]:
    """What a restore asks for as well."""
    return _faults(proof.read())


@click.group()
def practicum() -> None:
    """Entries of the practicum, and what was signed."""


@practicum.command()
@with_appcontext
def verify() -> None:
    """Recompute every digest and every minute of the practicum; name each row that does not fit. Exits 1 on a fault."""
    book = proof.read()
    faults = _faults(book)
    for fault in faults:
        click.echo(str(fault))
    decisions = sum(len(found) for found in book.decisions.values())
    click.echo(f"{len(book.lines)} entries, {decisions} decisions, {len(faults)} faults")
    sys.exit(1 if faults else 0)

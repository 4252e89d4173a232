"""`flask demo`: who can sign in to the demo institution."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from app.config import Settings
from app.demo import service

demo = AppGroup("demo", help="The demo institution.")


@demo.command("accounts")
def accounts() -> None:
    """Print the demo accounts and their password. Exits 1 in production, which has none."""
    settings: Settings = current_app.extensions["kelim_settings"]
    if settings.is_production:
        click.echo("Production has no demo accounts.", err=True)
        sys.exit(1)
    password = settings.demo_password.get_secret_value()
    width = max(len(email) for _, email in service.accounts_table())
    click.echo(f"{'Role':<12} {'E-mail':<{width}}  Password")
    for role, email in service.accounts_table():
        click.echo(f"{role:<12} {email:<{width}}  {password}")

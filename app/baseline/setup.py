"""Binds the room to the consent that it rests on."""

from __future__ import annotations

from flask import Flask

from app.accounts.setup import ring
from app.baseline import service
from app.privacy.rules import EVALUATION
from app.privacy.service import when_withdrawn


def init_app(_app: Flask) -> None:
    when_withdrawn(EVALUATION, forget)


def forget(person_id: int) -> None:
    """Whoever takes back their yes to the evaluation takes back what they answered for it."""
    service.forget(person_id, ring())

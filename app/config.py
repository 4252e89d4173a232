"""Settings from the environment (prefix KELIM_), checked when the application starts.

Without any setting this is a development or demo installation in `instance/`: one SQLite file and generated secrets.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
MINIMUM_SECRET = 32
MINIMUM_DEMO_PASSWORD = 12


StaffRole = Literal["trainer", "coordinator", "supervisor", "reviewer", "rater", "evaluator", "administrator"]


class Settings(BaseSettings):
    """Every setting; the description is what the documentation prints."""

    model_config = SettingsConfigDict(
        env_prefix="KELIM_",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # the input of a refusal is every setting, secrets included
    )

    environment: Literal["demo", "test", "production"] = Field(
        "demo", description="`production` refuses generated secrets and demo data."
    )
    instance_dir: Path = Field(ROOT / "instance", description="Where the SQLite file and generated secrets live.")
    content_dir: Path = Field(ROOT, description="The folder that holds `curriculum/` and `modules/`.")
    database_url: str = Field("", description="SQLAlchemy URL; empty means `kelim.sqlite3` in the instance folder.")
    redis_url: SecretStr = Field(
        SecretStr(""), description="The bell that wakes job consumers; nothing else is kept there."
    )
    secret_key: SecretStr = Field(SecretStr(""), description="Signs cookies; at least 32 characters.")
    master_keys: SecretStr = Field(
        SecretStr(""), description='JSON `{"id": "base64 of 32 bytes"}`; the last one wraps new personal keys.'
    )
    public_url: str = Field(
        default_factory=lambda: f"http://127.0.0.1:{os.environ.get('PORT') or 8000}",
        description="Address of the service, used in mails; this machine's if not set.",
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="Reverse proxies in front whose headers are believed.")
    demo_password: SecretStr = Field(SecretStr(""), description="Password of the demo accounts, 12 or more characters.")
    default_language: Literal["he", "ar", "en"] = Field("he", description="Language when nothing else is known.")
    time_zone: str = Field("Asia/Jerusalem", description="Zone of institutions that name none.")
    mail_backend: Literal["console", "smtp"] = Field("console", description="`console` prints mails to the log.")
    mail_from: str = Field("Kelim <kelim@localhost>", description="Sender of mails.")
    smtp_host: str = Field("127.0.0.1", description="SMTP server.")
    smtp_port: int = Field(25, ge=1, le=65535, description="SMTP port.")
    smtp_security: Literal["none", "starttls", "tls"] = Field("none", description="How the SMTP connection is secured.")
    smtp_user: str = Field("", description="SMTP user, if it wants one.")
    smtp_password: SecretStr = Field(SecretStr(""), description="SMTP password.")
    learner_session_days: int = Field(180, ge=1, le=400, description="A learner's own device stays signed in so long.")
    staff_session_hours: int = Field(12, ge=1, le=72, description="Staff are signed out after so long without use.")
    staff_session_days: int = Field(
        7, ge=1, le=90, description="Staff sign in anew after so many days, however much they used it meanwhile."
    )
    second_step_roles: frozenset[StaffRole] | None = Field(
        None,
        description="JSON list of roles that need a second step at sign-in. Not set: `administrator` and "
        "`coordinator` in production, nobody elsewhere.",
    )
    collection_notice: bool = Field(
        True, description="Whoever signs in reads the notice about data first; `false` where it is given otherwise."
    )
    distress_high: int = Field(
        8, ge=1, le=10, description="A rating of distress from here on offers a person (clinical sign-off: pending)."
    )
    distress_rise: int = Field(
        2, ge=1, le=10, description="So does one that rose by so much meanwhile (clinical sign-off: pending)."
    )
    signing_letter_day: Literal["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] = Field(
        "sunday", description="Day of the week on which supervisors without an account are asked to sign."
    )
    signing_letter_hour: int = Field(8, ge=0, le=23, description="Hour of that day from which the letters go out.")
    signing_link_days: int = Field(30, ge=1, le=90, description="The link in such a letter lives so long at most.")
    handover_soon_days: int = Field(3, ge=1, le=60, description="An urgent hand-over waits so long for an answer.")
    handover_routine_days: int = Field(7, ge=1, le=90, description="Any other hand-over waits so long for an answer.")
    handover_meeting_days: int = Field(14, ge=1, le=180, description="After a yes the first meeting may take so long.")
    rest_begins_hour: int = Field(
        15, ge=0, le=21, description="From this hour nobody is reminded of practice on the eve of a day of rest."
    )
    rest_ends_hour: int = Field(
        21, ge=7, le=22, description="From this hour of a weekly day of rest reminders of practice may come again."
    )
    backup_dir: str = Field(
        "", description="Where backups are kept; with it one is made each day and tried out each week."
    )
    backup_days: int = Field(30, ge=1, le=3650, description="Backups are kept so long, the last seven always.")
    backup_hour: int = Field(3, ge=0, le=23, description="Hour of the day from which the daily backup is made.")
    drill_day: Literal["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] = Field(
        "saturday", description="Day of the week on which a backup is restored into a scratch place and compared."
    )
    drill_database_url: SecretStr = Field(
        SecretStr(""), description="PostgreSQL database for drills; empty: a schema of its own beside the tables."
    )
    metrics_token: SecretStr = Field(SecretStr(""), description="Bearer token for `/metrics`; empty: loopback only.")
    host: str = Field("127.0.0.1", description="Address the server listens on; the port is `PORT` (8000).")
    workers: int = Field(1, ge=1, le=64, description="WSGI worker processes.")
    threads: int = Field(8, ge=1, le=256, description="Threads in each worker.")
    log_format: Literal["json", "console"] = Field("json", description="`console` is for people's eyes.")
    max_request_bytes: int = Field(2_000_000, ge=10_000, description="Larger requests are refused.")

    @property
    def sqlalchemy_url(self) -> str:
        if not self.database_url:
            return f"sqlite:///{self.instance_dir / 'kelim.sqlite3'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def roles_with_second_step(self) -> frozenset[str]:
        if self.second_step_roles is None:
            return frozenset({"administrator", "coordinator"} if self.is_production else ())
        return frozenset(self.second_step_roles)

    @property
    def backup_folder(self) -> Path:
        return Path(self.backup_dir) if self.backup_dir else self.instance_dir / "backups"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @model_validator(mode="after")
    def check(self) -> Self:
        secret, demo = self.secret_key.get_secret_value(), self.demo_password.get_secret_value()
        if secret and len(secret) < MINIMUM_SECRET:
            raise ValueError(f"KELIM_SECRET_KEY needs at least {MINIMUM_SECRET} characters")
        if demo and len(demo) < MINIMUM_DEMO_PASSWORD:
            raise ValueError(f"KELIM_DEMO_PASSWORD needs at least {MINIMUM_DEMO_PASSWORD} characters")
        if keys := self.master_keys.get_secret_value():
            read_master_keys(keys)
        if self.is_production:
            self._check_production(secret, demo)
        return self

    def _check_production(self, secret: str, demo: str) -> None:
        if not secret:
            raise ValueError("production needs KELIM_SECRET_KEY: no default or generated secret is taken")
        if not self.master_keys.get_secret_value():
            raise ValueError("production needs KELIM_MASTER_KEYS")
        if demo:
            raise ValueError("production has no demo accounts: remove KELIM_DEMO_PASSWORD")
        if not self.public_url.startswith("https://"):
            raise ValueError("production needs KELIM_PUBLIC_URL with https://")


@lru_cache(maxsize=8)
def read_master_keys(source: str) -> dict[str, bytes]:
    """Parses `{"id": "base64"}`; raises ValueError for anything that is not 32 bytes a key."""
    try:
        keys = {name: base64.b64decode(value, validate=True) for name, value in json.loads(source).items()}
    except (ValueError, TypeError, AttributeError):
        keys = {}
    if not keys or any(len(key) != 32 for key in keys.values()):
        raise ValueError("KELIM_MASTER_KEYS: each key must be 32 bytes in base64")
    return keys


def with_secrets(settings: Settings) -> Settings:
    """Fills secrets that are not set from `instance/secrets.json`, made once; never in production."""
    if settings.is_production:
        read_master_keys(settings.master_keys.get_secret_value())
        return settings
    stored = _stored_secrets(settings.instance_dir)
    updates: dict[str, SecretStr] = {}
    for name in ("secret_key", "master_keys", "demo_password"):
        if not getattr(settings, name).get_secret_value():
            updates[name] = SecretStr(stored[name])
    return settings.model_copy(update=updates)


def _stored_secrets(folder: Path) -> dict[str, str]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "secrets.json"
    fresh = {
        "secret_key": secrets.token_urlsafe(48),
        "master_keys": json.dumps({"m1": base64.b64encode(secrets.token_bytes(32)).decode()}),
        "demo_password": secrets.token_urlsafe(12),
    }
    if not file.exists():
        draft = folder / f".secrets.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(fresh, indent=1))
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    stored: dict[str, str] = json.loads(file.read_text())
    return fresh | stored

"""Tables of people, places and sign-in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id
from app.core.words import LANGUAGES


class Institution(Base):
    __tablename__ = "institution"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    names: Mapped[dict[str, str]] = mapped_column(JSON)  # language → name
    time_zone: Mapped[str] = mapped_column(String(60))
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: list(LANGUAGES))  # its people are written to in
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class Person(Base):
    """Identity lives here and only here; erasing a person blanks this row."""

    __tablename__ = "person"
    __table_args__ = (
        # Those who were invited and have not been here: few of many.
        Index(
            "ix_person_waiting",
            "name",
            sqlite_where=text("password_hash IS NULL AND is_active"),
            postgresql_where=text("password_hash IS NULL AND is_active"),
        ),
    )

    id: Mapped[Id]
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    address_form: Mapped[str] = mapped_column(String(10), default="neutral")  # feminine | masculine | neutral
    text_size: Mapped[str] = mapped_column(String(10), default="normal")  # normal | large | larger
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class PersonKey(Base):
    """The key of a person's private writing, wrapped by a master key."""

    __tablename__ = "person_key"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    master_id: Mapped[str] = mapped_column(String(40))
    wrapped: Mapped[bytes]


class RoleGrant(Base):
    """`role` held by a person at a place, from a day until a day (both included; open if null)."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "place_kind", "place_id"),
        Index("ix_role_grant_place", "place_kind", "place_id", "role"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30))
    place_kind: Mapped[str] = mapped_column(String(20))
    place_id: Mapped[int]
    from_day: Mapped[date | None]
    until_day: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]


class BrowserSession(Base):
    """One signed-in browser; `kind` is learner (long) or staff (short).

    `confirmed_at`: when the password was last given again in it.
    """

    __tablename__ = "browser_session"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    device: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    second_step_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]


class HalfSignIn(Base):
    """A browser that gave the right password and waits for the second step; `challenge` is what a passkey signs."""

    __tablename__ = "half_sign_in"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    device: Mapped[str] = mapped_column(String(80), default="")
    going: Mapped[str] = mapped_column(String(2000), default="")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInFailure(Base):
    """A failed sign-in, counted by hashed address and hashed network; forgotten after a day."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_email_hash_at", "email_hash", "at"),
        Index("ix_sign_in_failure_network_hash_at", "network_hash", "at"),
    )

    id: Mapped[Id]
    email_hash: Mapped[str] = mapped_column(String(64))
    network_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class AccountLink(Base):
    """An invitation or a password reset: a link whose token is stored hashed, used once.

    `way` is how it was handed over: mail | hand | print.
    """

    __tablename__ = "account_link"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))  # invitation | reset
    way: Mapped[str] = mapped_column(String(10), default="mail")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

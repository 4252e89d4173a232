"""Trainees with many entries of practice, straight into PostgreSQL, and the few whose pages are measured.

The rows go round the services, which would take hours for two hundred thousand; the services' rules hold for them all
the same, but for the digests, which no page reads.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Engine, select, text

from app.accounts import sessions
from app.accounts.models import Person
from app.core.db import session, write_transaction
from app.releases import queries as releases
from tests.support.house import House

SIGNERS, MEASURED = 10, 10
TRAINEES = "trainee%@practicum.example"
SIGNER = "signer%@practicum.example"


@dataclass(frozen=True)
class Size:
    people: int
    entries: int  # of each

    def __str__(self) -> str:
        return f"{self.people:,} people with {self.entries:,} entries each"


@dataclass(frozen=True)
class Known:
    """Cookies of browsers that are signed in."""

    trainees: list[str]
    signers: list[str]


_PEOPLE = """INSERT INTO person (email, name, language, address_form, text_size, is_active, created_at, version)
    SELECT '{box}' || n || '@practicum.example', 'נועה לוי ' || n, 'he', 'neutral', 'normal', true, now(), 1
    FROM generate_series(1, {count}) n"""
_GRANTS = """INSERT INTO role_grant (person_id, role, place_kind, place_id, from_day, granted_at)
    SELECT id, '{role}', '{place}', :{place}, current_date - 300, now() FROM person WHERE email LIKE '{like}'"""
_OWN = f"SELECT e.* FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.email LIKE '{TRAINEES}'"
_KINDS = """(VALUES (0, 'triage', 'assessment', ''), (1, 'individual', 'session', 'problem-solving'),
    (2, 'individual', 'session', 'sleep'), (3, 'linkage', 'warm-hand-over', ''),
    (4, 'individual-supervision', 'case-management', '')) AS kind (number, category, activity, method)"""
STATEMENTS = (
    # Foreign keys are not looked up row by row, and approved rows are written whole; the rows below are sound.
    "SET LOCAL session_replication_role = replica",
    _PEOPLE.format(box="trainee", count=":people"),
    _PEOPLE.format(box="signer", count=SIGNERS),
    _GRANTS.format(role="learner", place="cohort", like=TRAINEES),
    _GRANTS.format(role="supervisor", place="institution", like=SIGNER),
    f"""INSERT INTO enrolment (person_id, cohort_id, enrolled_on)
        SELECT id, :cohort, current_date - 300 FROM person WHERE email LIKE '{TRAINEES}' ORDER BY id""",
    f"""INSERT INTO supervisor (institution_id, person_id, name, email, role_title, language, is_active, version,
                                created_at)
        SELECT :institution, id, name, email, '', 'he', true, 1, now() FROM person WHERE email LIKE '{SIGNER}'""",
    """INSERT INTO site (name, kind, languages, address, capacity, needs_clearance, needs_gate, contact_name,
                         contact_phone, contact_email, contact_hours, stand_in_name, stand_in_phone, notes, is_open,
                         version, created_at)
       VALUES ('A site', 'mental-health', '["he"]', '', 1000, false, '', '', '', '', '', '', '', '', true, 1, now())""",
    f"""INSERT INTO placement (enrolment_id, site_id, starts_on, ends_on, frame, state, override_reason, version,
                               created_at)
        SELECT e.id, (SELECT max(id) FROM site), current_date - 300, current_date + 60, '', 'agreed', '', 1, now()
        FROM ({_OWN}) e""",
    f"""INSERT INTO placement_supervisor (placement_id, supervisor_id, from_day)
        SELECT id, (SELECT min(id) FROM supervisor) + id % {SIGNERS}, starts_on FROM placement""",
    # One case for each ten entries, at least two; every other one is closed.
    f"""INSERT INTO practice_case (code, enrolment_id, institution_id, age_band, step, presentation, opened_on,
                                   closed_on, guardian_confirmed, version)
        SELECT to_hex(e.id) || '-' || n, e.id, :institution, '26-40', 2, 'worry', current_date - 250,
               CASE n % 2 WHEN 0 THEN current_date - 5 END, false, 1
        FROM generate_series(1, greatest(2, :entries / 10)) n CROSS JOIN ({_OWN}) e ORDER BY e.id, n""",
    # Entries of one trainee lie far apart, as they come in over a year; the last tenth, at least one, waits.
    f"""INSERT INTO practicum_entry (enrolment_id, placement_id, client_id, received_digest, category, activity,
            setting,
            mode, language, starts_at, ends_at, zone, day, minutes, people, is_interpreted, method, learning,
            is_worried,
            status, supervisor_id, amend_reason, submitted_at, decided_at, hash, version, created_at, updated_at)
        SELECT e.id, pl.id, 'bench-' || n, '', kind.category, kind.activity, 'individual', 'in-person', 'he',
               day.at, day.at + interval '45 minutes', 'Asia/Jerusalem', day.at::date, 45, 1, n % 9 = 0, kind.method,
               repeat('למדתי להמתין ', 5), false,
               CASE WHEN n > :entries - greatest(1, :entries / 10) THEN 'submitted' ELSE 'approved' END,
               ps.supervisor_id, '', day.at, CASE WHEN n <= :entries - greatest(1, :entries / 10) THEN day.at END,
               repeat('0', 64), 3, day.at, day.at
        FROM generate_series(1, :entries) n
        JOIN {_KINDS} ON kind.number = n % 5
        CROSS JOIN ({_OWN}) e
        JOIN placement pl ON pl.enrolment_id = e.id
        JOIN placement_supervisor ps ON ps.placement_id = pl.id
        CROSS JOIN LATERAL (SELECT date_trunc('day', now()) - (200 - 200 * n / :entries) * interval '1 day'
                                   - ((n % 8) + 8) * interval '1 hour' AS at) day""",
    # One entry in forty was amended.
    """INSERT INTO practicum_entry (enrolment_id, placement_id, client_id, received_digest, category, activity,
            setting,
            mode, language, starts_at, ends_at, zone, day, minutes, people, is_interpreted, method, learning,
            is_worried,
            status, supervisor_id, amends_id, amend_reason, submitted_at, decided_at, hash, version, created_at,
            updated_at)
       SELECT enrolment_id, placement_id, client_id || '-2', '', category, activity, setting, mode, language, starts_at,
              ends_at, zone, day, minutes, people, is_interpreted, method, learning, is_worried, status, supervisor_id,
              id, 'Mistyped', submitted_at, decided_at, hash, version, created_at, updated_at
       FROM practicum_entry WHERE status = 'approved' AND split_part(client_id, '-', 2)::int % 40 = 7""",
    """INSERT INTO practicum_case (entry_id, case_id)
       SELECT p.id, c.first + split_part(p.client_id, '-', 2)::int % c.many FROM practicum_entry p
       JOIN (SELECT enrolment_id, min(id) AS first, count(*) AS many FROM practice_case GROUP BY enrolment_id) c
       ON c.enrolment_id = p.enrolment_id WHERE p.category IN ('triage', 'individual')""",
    """INSERT INTO hours_credit (enrolment_id, module, lesson, part, minutes, day, rule, rule_version, release_id,
                                 source_kind, source_id, revision, reason_code, created_at)
       SELECT enrolment_id, category, '', 'practicum', minutes, day, 'supervisor-signed', 1, :release, 'practicum',
              id::text, 1, '', decided_at
       FROM practicum_entry WHERE status = 'approved' AND amends_id IS NULL""",
    """INSERT INTO hours_claim (enrolment_id, module, lesson, part, minutes, day, source_kind, source_id, waits_for,
                                created_at)
       SELECT enrolment_id, category, '', 'practicum', minutes, day, 'practicum', id::text, 'supervisor', submitted_at
       FROM practicum_entry WHERE status = 'submitted'""",
)


def add(engine: Engine, house: House, size: Size) -> Known:
    """A cohort of trainees of the real programme; `house` is on the same database, its content published."""
    cohort = house.cohort(programme_id="pwp")
    with house.app.app_context():
        release = releases.active_release_id()
    given = {
        "people": size.people,
        "entries": size.entries,
        "cohort": cohort,
        "institution": house.institution_id,
        "release": release,
    }
    with engine.begin() as connection:
        for statement in STATEMENTS:
            connection.execute(text(statement), given)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return Known(_cookies(house.app, TRAINEES, "learner"), _cookies(house.app, SIGNER, "supervisor"))


def _cookies(app: Flask, like: str, role: str) -> list[str]:
    """Of some of them: their passwords would be another bench."""
    with app.app_context(), write_transaction():
        wanted = select(Person).where(Person.email.like(like)).order_by(Person.id).limit(MEASURED)
        lifetimes = app.extensions["kelim_lifetimes"]
        tokens = [sessions.open_session(one, [role], lifetimes) for one in session().scalars(wanted)]
    return [_cookie(app, token) for token in tokens]


def _cookie(app: Flask, token: str) -> str:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    value = client.get_cookie("kelim")
    if value is None:
        raise RuntimeError("no cookie of a session")
    return str(value.value)

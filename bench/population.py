"""A whole country of learners, straight into PostgreSQL: what the measured learners share their tables with.

The rows go round the services, which would take a day for five million; the services' rules hold for them all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, text

from bench.people import LESSON, Crowd

CREDITS_EACH = 50
IN_A_COHORT = 40
COHORTS_EACH = 50


@dataclass(frozen=True)
class Size:
    learners: int

    @property
    def credits(self) -> int:
        return self.learners * CREDITS_EACH

    @property
    def cohorts(self) -> int:
        return -(-self.learners // IN_A_COHORT)

    @property
    def institutions(self) -> int:
        """Besides that of the measured learners, which is full first."""
        return -(-self.cohorts // COHORTS_EACH) - 1

    def __str__(self) -> str:
        return f"{self.learners:,} learners in {self.cohorts:,} cohorts, {self.credits:,} ledger rows"


NEW = "SELECT id FROM person WHERE email LIKE '%@population.example'"
OTHERS = "SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM cohort WHERE name LIKE 'Population %'"
PLACED = f"""
    SELECT p.id, c.id AS cohort_id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM ({NEW}) x) p
    JOIN ({OTHERS}) c ON c.n = p.n / {IN_A_COHORT}"""
STATEMENTS = (
    # Foreign keys are not looked up row by row; the rows below satisfy them.
    "SET LOCAL session_replication_role = replica",
    """INSERT INTO institution (code, names, time_zone, languages, is_demo, version)
       SELECT 'population-' || n, json_build_object('en', 'Institution ' || n), 'Asia/Jerusalem', '["he","ar","en"]',
              false, 1
       FROM generate_series(1, :institutions) n""",
    f"""INSERT INTO cohort (institution_id, programme_id, name, starts_on, ends_on)
       SELECT i.id, own.programme_id, 'Population ' || c.n, own.starts_on, own.ends_on
       FROM generate_series(0, :cohorts - 1) c (n) CROSS JOIN (SELECT * FROM cohort WHERE id = :cohort) own
       JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM institution) i
         ON i.n = c.n / {COHORTS_EACH}""",
    """INSERT INTO person (email, name, password_hash, language, address_form, text_size, is_active, created_at,
                           version)
       SELECT 'p' || n || '@population.example', 'Learner ' || n, 'none', 'he', 'neutral', 'normal', true, now(), 1
       FROM generate_series(1, :learners) n""",
    f"""INSERT INTO browser_session (token_hash, person_id, kind, device, created_at, last_seen_at, expires_at)
       SELECT encode(sha256(id::text::bytea), 'hex'), id, 'learner', '', now(), now(), now() + interval '90 days'
       FROM ({NEW}) p""",
    f"""INSERT INTO role_grant (person_id, role, place_kind, place_id, from_day, granted_at)
       SELECT id, 'learner', 'cohort', cohort_id, current_date - 100, now() FROM ({PLACED}) p""",
    f"""INSERT INTO enrolment (person_id, cohort_id, enrolled_on)
       SELECT id, cohort_id, current_date - 100 FROM ({PLACED}) p""",
    f"""INSERT INTO lesson_state (enrolment_id, lesson_id, started_at, last_at, completed_at, place)
       SELECT e.id, 'lesson-' || n, now(), now(), now(), ''
       FROM enrolment e JOIN ({NEW}) p ON p.id = e.person_id CROSS JOIN generate_series(1, 8) n""",
    f"""INSERT INTO step_done (enrolment_id, lesson_id, step_id, answer, done_at)
       SELECT e.id, 'lesson-' || n, 'quiz', '', now()
       FROM enrolment e JOIN ({NEW}) p ON p.id = e.person_id CROSS JOIN generate_series(1, 8) n""",
    f"""INSERT INTO quiz_attempt (enrolment_id, lesson_id, quiz_id, number, release_id, questions, started_at,
                                 finished_at, score_percent, is_passed)
       SELECT e.id, '{LESSON}', 'population', 1, :release, '[]', now(), now(), 100, true
       FROM enrolment e JOIN ({NEW}) p ON p.id = e.person_id""",
    """INSERT INTO quiz_answer (attempt_id, question_id, version, chosen, is_right, score, language, answered_at)
       SELECT a.id, 'q' || n, 'v', '["a"]', true, 1000, 'he', now()
       FROM quiz_attempt a CROSS JOIN generate_series(1, 8) n WHERE a.quiz_id = 'population'""",
    f"""INSERT INTO hours_credit (enrolment_id, module, lesson, part, minutes, day, rule, rule_version, release_id,
                                 source_kind, source_id, revision, reason_code, created_at)
       SELECT e.id, (CAST(:modules AS text[]))[1 + n % cardinality(CAST(:modules AS text[]))], 'lesson-' || n,
              CASE n % 2 WHEN 0 THEN 'theory' ELSE 'practice' END, 30, current_date, 'self-study-complete', 1, :release,
              'lesson', 'population-' || n, 1, '', now()
       FROM generate_series(1, {CREDITS_EACH}) n CROSS JOIN enrolment e""",
)
"""Credits of one learner lie far apart, as they come in over a year."""


def add(engine: Engine, crowd: Crowd, size: Size) -> None:
    """Adds `size` learners of the programme to the database that `crowd` is in."""
    given = {
        "learners": size.learners,
        "cohort": crowd.cohort_id,
        "cohorts": size.cohorts,
        "institutions": size.institutions,
        "release": crowd.release_id,
        "modules": crowd.modules,
    }
    with engine.begin() as connection:
        for statement in STATEMENTS:
            connection.execute(text(statement), given)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))

"""The foundation: people and places, content, learning, quizzes, meetings, the ledger, jobs and the audit trail.

Going back drops everything, so it is refused while the ledger or the audit trail hold rows;
`flask db downgrade -x lose-append-only=yes base` says that this is meant.
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit_event", "hours_credit")


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"])
    op.create_index("ix_audit_event_subject_at", "audit_event", ["subject", "at"])
    op.create_table(
        "content_blob",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_content_blob"),
    )
    op.create_table(
        "form_replay",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="pk_form_replay"),
    )
    op.create_index("ix_form_replay_at", "form_replay", ["at"])
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_institution"),
        sa.UniqueConstraint("code", name="uq_institution_code"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_known_state")),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_state_run_at", "job", ["state", "run_at"])
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'refused')", name=op.f("ck_outbox_mail_known_state")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_mail"),
    )
    op.create_index("ix_outbox_mail_state", "outbox_mail", ["state"])
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("address_form", sa.String(length=10), nullable=False),
        sa.Column("text_size", sa.String(length=10), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("network_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_failure"),
    )
    op.create_index("ix_sign_in_failure_email_hash_at", "sign_in_failure", ["email_hash", "at"])
    op.create_index("ix_sign_in_failure_network_hash_at", "sign_in_failure", ["network_hash", "at"])
    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_account_link_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_link_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account_link"),
        sa.UniqueConstraint("token_hash", name="uq_account_link_token_hash"),
    )
    op.create_index("ix_account_link_person_id", "account_link", ["person_id"])
    op.create_table(
        "browser_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_browser_session_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_browser_session"),
        sa.UniqueConstraint("token_hash", name="uq_browser_session_token_hash"),
    )
    op.create_index("ix_browser_session_person_id", "browser_session", ["person_id"])
    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_cohort_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cohort"),
        sa.UniqueConstraint(
            "institution_id", "programme_id", "name", name="uq_cohort_institution_id_programme_id_name"
        ),
    )
    op.create_index("ix_cohort_institution_id", "cohort", ["institution_id"])
    op.create_table(
        "content_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manifest_hash", sa.String(length=64), nullable=False),
        sa.Column("compiled_hash", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["compiled_hash"], ["content_blob.hash"], name="fk_content_release_compiled_hash"),
        sa.ForeignKeyConstraint(["manifest_hash"], ["content_blob.hash"], name="fk_content_release_manifest_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_content_release"),
    )
    op.create_table(
        "person_key",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("master_id", sa.String(length=40), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_key_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_key"),
    )
    op.create_table(
        "reflection",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("prompt_id", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reflection_person_id"),
        sa.PrimaryKeyConstraint("person_id", "lesson_id", "prompt_id", name="pk_reflection"),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("place_kind", sa.String(length=20), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_role_grant_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_role_grant_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
        sa.UniqueConstraint(
            "person_id", "role", "place_kind", "place_id", name="uq_role_grant_person_id_role_place_kind_place_id"
        ),
    )
    op.create_table(
        "content_activation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["previous_id"], ["content_release.id"], name="fk_content_activation_previous_id"),
        sa.ForeignKeyConstraint(["release_id"], ["content_release.id"], name="fk_content_activation_release_id"),
        sa.PrimaryKeyConstraint("id", name="pk_content_activation"),
    )
    op.create_index("ix_content_activation_release_id", "content_activation", ["release_id"])
    op.create_table(
        "content_pointer",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_content_pointer_single")),
        sa.ForeignKeyConstraint(["release_id"], ["content_release.id"], name="fk_content_pointer_release_id"),
        sa.PrimaryKeyConstraint("id", name="pk_content_pointer"),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_enrolment_cohort_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_enrolment_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment"),
        sa.UniqueConstraint("person_id", "cohort_id", name="uq_enrolment_person_id_cohort_id"),
    )
    op.create_index("ix_enrolment_cohort_id", "enrolment", ["cohort_id"])
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("roll_revision", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('planned', 'closed', 'cancelled')", name=op.f("ck_meeting_known_state")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_meeting_minutes_of_a_day")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name="fk_meeting_closed_by_id"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_meeting_cohort_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_meeting_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
    )
    op.create_index("ix_meeting_cohort_id_starts_at", "meeting", ["cohort_id", "starts_at"])
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=True),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("early", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("is_present OR minutes = 0", name=op.f("ck_attendance_absent_without_minutes")),
        sa.CheckConstraint("minutes >= 0 AND late >= 0 AND early >= 0", name=op.f("ck_attendance_no_negative_minutes")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_attendance_by_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_attendance_enrolment_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_attendance_meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", "enrolment_id", "revision", name="pk_attendance"),
    )
    op.create_index("ix_attendance_enrolment_id", "attendance", ["enrolment_id"])
    op.create_table(
        "gate_override",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_gate_override_by_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_gate_override_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", "lesson_id", name="pk_gate_override"),
    )
    op.create_table(
        "hours_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source_kind", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("waits_for", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_hours_claim_some_minutes")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_hours_claim_enrolment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hours_claim"),
        sa.UniqueConstraint("enrolment_id", "source_kind", "source_id", "part", name="uq_hours_claim_source"),
    )
    op.create_index("ix_hours_claim_enrolment_id", "hours_claim", ["enrolment_id"])
    op.create_table(
        "hours_credit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("source_kind", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes <> 0", name=op.f("ck_hours_credit_some_minutes")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_hours_credit_enrolment_id"),
        sa.ForeignKeyConstraint(["reverses_id"], ["hours_credit.id"], name="fk_hours_credit_reverses_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hours_credit"),
        sa.UniqueConstraint(
            "enrolment_id", "source_kind", "source_id", "revision", "part", name="uq_hours_credit_source"
        ),
        sa.UniqueConstraint("reverses_id", name="uq_hours_credit_reverses"),
    )
    op.create_index("ix_hours_credit_totals", "hours_credit", ["enrolment_id", "part", "module", "minutes"])
    op.create_table(
        "lesson_state",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_lesson_state_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", "lesson_id", name="pk_lesson_state"),
    )
    op.create_table(
        "make_up_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("handed_in", sa.Text(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('set', 'handed-in', 'returned', 'accepted', 'withdrawn')",
            name=op.f("ck_make_up_task_known_state"),
        ),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_make_up_task_some_minutes")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name="fk_make_up_task_decided_by_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_make_up_task_enrolment_id"),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name="fk_make_up_task_set_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_make_up_task"),
    )
    op.create_index("ix_make_up_task_enrolment_id_lesson_id", "make_up_task", ["enrolment_id", "lesson_id"])
    op.create_table(
        "quiz_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("quiz_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score_percent", sa.Integer(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_quiz_attempt_enrolment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_attempt"),
        sa.UniqueConstraint("enrolment_id", "quiz_id", "number", name="uq_quiz_attempt_enrolment_id_quiz_id_number"),
    )
    op.create_index(
        "uq_quiz_attempt_open",
        "quiz_attempt",
        ["enrolment_id", "quiz_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "step_done",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("step_id", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_step_done_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", "lesson_id", "step_id", name="pk_step_done"),
    )
    op.create_table(
        "quiz_answer",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempt.id"], name="fk_quiz_answer_attempt_id"),
        sa.PrimaryKeyConstraint("attempt_id", "question_id", name="pk_quiz_answer"),
    )


def downgrade() -> None:
    refuse_to_lose_rows()
    for name in TABLES:
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS kelim_refuse_change()")


def refuse_to_lose_rows() -> None:
    if context.get_x_argument(as_dictionary=True).get("lose-append-only") == "yes":
        return
    for name in APPEND_ONLY:
        if op.get_bind().execute(sa.text(f"SELECT 1 FROM {name} LIMIT 1")).first():
            how = "make a backup; `flask --app wsgi db downgrade -x lose-append-only=yes base` drops them"
            raise RuntimeError(f"{name} holds rows that exist nowhere else: {how}")


# Children before their parents.
TABLES = (
    "quiz_answer",
    "step_done",
    "quiz_attempt",
    "make_up_task",
    "lesson_state",
    "hours_credit",
    "hours_claim",
    "gate_override",
    "attendance",
    "meeting",
    "enrolment",
    "content_pointer",
    "content_activation",
    "role_grant",
    "reflection",
    "person_key",
    "content_release",
    "cohort",
    "browser_session",
    "account_link",
    "sign_in_failure",
    "person",
    "outbox_mail",
    "job",
    "institution",
    "form_replay",
    "content_blob",
    "audit_event",
)

"""Receivers, and cases handed over to them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WAITS = "state = 'offered'"


def upgrade() -> None:
    _receivers()
    _handovers()
    _events()


def downgrade() -> None:
    for table in ("handover_event", "handover", "receiver"):
        op.drop_table(table)


def _receivers() -> None:
    op.create_table(
        "receiver",
        _id(),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("notes", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('pwp', 'professional', 'community-centre')", name=op.f("ck_receiver_known_kind")),
        _key("receiver", "institution_id", "institution"),
        _key("receiver", "site_id", "site"),
        _key("receiver", "person_id", "person"),
        _key("receiver", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_receiver"),
    )
    _index("receiver", "institution_id", "person_id")


def _handovers() -> None:
    op.create_table(
        "handover",
        _id(),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("from_enrolment_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("to_person_id", sa.Integer(), nullable=True),
        sa.Column("to_case_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=False),
        sa.Column("consent_how", sa.String(length=10), nullable=False),
        sa.Column("consent_by", sa.String(length=10), nullable=False),
        sa.Column("guardian_confirmed", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decline_reason", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("urgency IN ('routine', 'soon')", name=op.f("ck_handover_known_urgency")),
        sa.CheckConstraint("consent_how IN ('spoken', 'written')", name=op.f("ck_handover_known_consent_how")),
        sa.CheckConstraint("consent_by IN ('person', 'guardian')", name=op.f("ck_handover_known_consent_by")),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'declined', 'withdrawn', 'begun', 'closed')",
            name=op.f("ck_handover_known_state"),
        ),
        _key("handover", "case_id", "practice_case"),
        _key("handover", "from_enrolment_id", "enrolment"),
        _key("handover", "receiver_id", "receiver"),
        _key("handover", "to_person_id", "person"),
        _key("handover", "to_case_id", "practice_case"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    _index("handover", "case_id", "from_enrolment_id", "receiver_id", "to_person_id", "to_case_id", "due_at")
    op.create_index(
        "ix_handover_waiting",
        "handover",
        ["to_person_id"],
        sqlite_where=sa.text(WAITS),
        postgresql_where=sa.text(WAITS),
    )


def _events() -> None:
    op.create_table(
        "handover_event",
        _id(),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("told_by", sa.String(length=120), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        _key("handover_event", "handover_id", "handover"),
        _key("handover_event", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_handover_event"),
    )
    _index("handover_event", "handover_id")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])

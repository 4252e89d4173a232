"""Entries of the practicum, decisions about them, and permission to send one in late."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practicum_entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("received_digest", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("setting", sa.String(length=12), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("is_interpreted", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("learning", sa.String(length=500), nullable=False),
        sa.Column("is_worried", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("amend_reason", sa.String(length=300), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_practicum_entry_enrolment_id"),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name="fk_practicum_entry_placement_id"),
        sa.ForeignKeyConstraint(["supervisor_id"], ["supervisor.id"], name="fk_practicum_entry_supervisor_id"),
        sa.ForeignKeyConstraint(["amends_id"], ["practicum_entry.id"], name="fk_practicum_entry_amends_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practicum_entry"),
        sa.UniqueConstraint("enrolment_id", "client_id", name="uq_practicum_entry_enrolment_id_client_id"),
    )
    op.create_index("ix_practicum_entry_enrolment_id_day", "practicum_entry", ["enrolment_id", "day"])
    is_live = sa.text("status <> 'withdrawn'")
    op.create_index(
        "ix_practicum_entry_one_amendment",
        "practicum_entry",
        ["amends_id"],
        unique=True,
        sqlite_where=is_live,
        postgresql_where=is_live,
    )
    op.create_index("ix_practicum_entry_supervisor_id_status_day", "practicum_entry", ["supervisor_id", "status", "day"])
    op.create_table(
        "practicum_decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("signer_name", sa.String(length=120), nullable=False),
        sa.Column("signer_role", sa.String(length=120), nullable=False),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["practicum_entry.id"], name="fk_practicum_decision_entry_id"),
        sa.ForeignKeyConstraint(["supervisor_id"], ["supervisor.id"], name="fk_practicum_decision_supervisor_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_practicum_decision_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practicum_decision"),
        sa.UniqueConstraint("entry_id", "round", name="uq_practicum_decision_entry_id_round"),
    )
    op.create_table(
        "practicum_late",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_practicum_late_enrolment_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_practicum_late_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practicum_late"),
    )
    op.create_index("ix_practicum_late_enrolment_id", "practicum_late", ["enrolment_id"])


def downgrade() -> None:
    op.drop_table("practicum_late")
    op.drop_table("practicum_decision")
    op.drop_table("practicum_entry")

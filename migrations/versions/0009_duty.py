"""Duty phones, and when they were rung."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty_contact",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("backup_name", sa.String(length=120), nullable=False),
        sa.Column("backup_phone", sa.String(length=40), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_duty_contact_institution_id"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_duty_contact_cohort_id"),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name="fk_duty_contact_set_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duty_contact"),
    )
    op.create_index("ix_duty_contact_institution_id", "duty_contact", ["institution_id"])
    _one_in_force("ix_duty_contact_of_institution", "institution_id", "cohort_id IS NULL AND replaced_at IS NULL")
    _one_in_force("ix_duty_contact_of_cohort", "cohort_id", "replaced_at IS NULL")
    op.create_table(
        "duty_confirmation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["duty_contact.id"], name="fk_duty_confirmation_contact_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_duty_confirmation_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duty_confirmation"),
    )
    op.create_index("ix_duty_confirmation_contact_id", "duty_confirmation", ["contact_id"])


def downgrade() -> None:
    op.drop_table("duty_confirmation")
    op.drop_table("duty_contact")


def _one_in_force(name: str, column: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name, "duty_contact", [column], unique=True, sqlite_where=condition, postgresql_where=condition
    )

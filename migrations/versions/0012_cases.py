"""Cases by code, and which of them an entry touched."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_case",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("age_band", sa.String(length=10), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("presentation", sa.String(length=40), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("guardian_confirmed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_practice_case_enrolment_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_practice_case_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_case"),
        sa.UniqueConstraint("code", name="uq_practice_case_code"),
    )
    op.create_index("ix_practice_case_enrolment_id", "practice_case", ["enrolment_id", "closed_on"])
    op.create_index("ix_practice_case_institution_id", "practice_case", ["institution_id"])
    op.create_table(
        "practicum_case",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["practicum_entry.id"], name="fk_practicum_case_entry_id"),
        sa.ForeignKeyConstraint(["case_id"], ["practice_case.id"], name="fk_practicum_case_case_id"),
        sa.PrimaryKeyConstraint("entry_id", "case_id", name="pk_practicum_case"),
    )
    op.create_index("ix_practicum_case_case_id", "practicum_case", ["case_id"])


def downgrade() -> None:
    op.drop_table("practicum_case")
    op.drop_table("practice_case")

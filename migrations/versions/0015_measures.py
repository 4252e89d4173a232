"""What institutions keep of cases, and measures."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("supervisor", sa.Column("phone", sa.String(length=40), nullable=True))
    op.create_table(
        "case_setting",
        sa.Column("institution_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_data", sa.String(length=10), nullable=False),
        sa.Column("minors_measures", sa.Boolean(), nullable=False),
        sa.Column("signed_off_by", sa.String(length=120), nullable=False),
        sa.Column("signed_off_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("case_data IN ('none', 'counts', 'scores')", name=op.f("ck_case_setting_known_level")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_case_setting_institution_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_case_setting_by_id"),
        sa.PrimaryKeyConstraint("institution_id", name="pk_case_setting"),
    )
    _measures()
    _prompts()


def _measures() -> None:
    op.create_table(
        "case_measure",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("received_digest", sa.String(length=64), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("instrument_version", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'kept', 'mistyped')", name=op.f("ck_case_measure_known_state")),
        sa.ForeignKeyConstraint(["case_id"], ["practice_case.id"], name="fk_case_measure_case_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_case_measure_enrolment_id"),
        sa.ForeignKeyConstraint(["corrects_id"], ["case_measure.id"], name="fk_case_measure_corrects_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_measure"),
        sa.UniqueConstraint("enrolment_id", "client_id", name="uq_case_measure_enrolment_id_client_id"),
    )
    op.create_index("ix_case_measure_case_id_taken_on", "case_measure", ["case_id", "taken_on"])
    op.create_index("ix_case_measure_corrects_id", "case_measure", ["corrects_id"])


def _prompts() -> None:
    op.create_table(
        "measure_prompt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("told_to", sa.String(length=20), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'acted', 'act-now', 'mistyped')", name=op.f("ck_measure_prompt_known_state")
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["case_measure.id"], name="fk_measure_prompt_measure_id"),
        sa.ForeignKeyConstraint(["supervisor_id"], ["supervisor.id"], name="fk_measure_prompt_supervisor_id"),
        sa.ForeignKeyConstraint(["seen_by_id"], ["person.id"], name="fk_measure_prompt_seen_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_measure_prompt"),
        sa.UniqueConstraint("measure_id", name="uq_measure_prompt_measure_id"),
    )
    op.create_index("ix_measure_prompt_supervisor_id", "measure_prompt", ["supervisor_id", "seen_at"])


def downgrade() -> None:
    op.drop_table("measure_prompt")
    op.drop_table("case_measure")
    op.drop_table("case_setting")
    op.drop_column("supervisor", "phone")

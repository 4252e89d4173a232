"""Runs of scenarios, and the private way beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_run",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("scenario_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending_id", sa.String(length=80), nullable=False),
        sa.Column("ending", sa.String(length=10), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("replay_of_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_scenario_run_enrolment_id")),
        sa.ForeignKeyConstraint(["replay_of_id"], ["scenario_run.id"], name=op.f("fk_scenario_run_replay_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_run")),
        sa.UniqueConstraint(
            "enrolment_id", "scenario_id", "number", name=op.f("uq_scenario_run_enrolment_id_scenario_id_number")
        ),
    )
    op.create_index(
        "uq_scenario_run_open",
        "scenario_run",
        ["enrolment_id", "scenario_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "scenario_step",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scene_id", sa.String(length=80), nullable=False),
        sa.Column("choice_id", sa.String(length=80), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["scenario_run.id"], name=op.f("fk_scenario_step_run_id")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_scenario_step")),
    )
    op.create_table(
        "scenario_alternative",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_scenario_alternative_enrolment_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_scenario_alternative_settled_by_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "lesson_id", name=op.f("pk_scenario_alternative")),
    )


def downgrade() -> None:
    op.drop_table("scenario_alternative")
    op.drop_table("scenario_step")
    op.drop_index("uq_scenario_run_open", table_name="scenario_run")
    op.drop_table("scenario_run")

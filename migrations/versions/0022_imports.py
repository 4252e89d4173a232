"""People brought in from files: drafts and their lines; how a link was handed over; calendars; merged accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_link", sa.Column("way", sa.String(length=10), nullable=False, server_default="mail"))
    op.add_column("institution", sa.Column("languages", sa.JSON(), nullable=False, server_default='["he", "ar", "en"]'))
    op.add_column("institution", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("account_link") as table:
        table.alter_column("way", server_default=None, existing_type=sa.String(length=10))
    with op.batch_alter_table("institution") as table:
        table.alter_column("languages", server_default=None, existing_type=sa.JSON())
        table.alter_column("version", server_default=None, existing_type=sa.Integer())
    _calendars()
    _imports()
    _merges()


def downgrade() -> None:
    for table in ("account_merge", "people_import_line", "people_import", "calendar_span"):
        op.drop_table(table)
    op.drop_column("institution", "version")
    op.drop_column("institution", "languages")
    op.drop_column("account_link", "way")


def _calendars() -> None:
    op.create_table(
        "calendar_span",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_calendar_span_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_span"),
    )
    op.create_index("ix_calendar_span_institution_id_first_day", "calendar_span", ["institution_id", "first_day"])


def _imports() -> None:
    op.create_table(
        "people_import",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_people_import_by_id"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_people_import_cohort_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_people_import_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_import"),
    )
    op.create_index("ix_people_import_institution_id", "people_import", ["institution_id"])
    op.create_table(
        "people_import_line",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("mended", sa.JSON(), nullable=False),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["people_import.id"], name="fk_people_import_line_import_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_people_import_line_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_import_line"),
        sa.UniqueConstraint("import_id", "number", name="uq_people_import_line_import_id_number"),
    )
    op.create_index("ix_people_import_line_person_id", "people_import_line", ["person_id"])


def _merges() -> None:
    op.create_table(
        "account_merge",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_account_merge_by_id"),
        sa.ForeignKeyConstraint(["gone_id"], ["person.id"], name="fk_account_merge_gone_id"),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name="fk_account_merge_kept_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account_merge"),
        sa.UniqueConstraint("gone_id", name="uq_account_merge_gone_id"),
    )

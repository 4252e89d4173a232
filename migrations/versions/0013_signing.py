"""Links and papers by which practice is signed, and signed records."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_link",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["supervisor_id"], ["supervisor.id"], name="fk_signing_link_supervisor_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_signing_link_by_id"),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["person.id"], name="fk_signing_link_revoked_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signing_link"),
        sa.UniqueConstraint("token_hash", name="uq_signing_link_token_hash"),
    )
    op.create_index("ix_signing_link_supervisor_id", "signing_link", ["supervisor_id", "created_at"])
    op.create_table(
        "signing_line",
        sa.Column("link_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["signing_link.id"], name="fk_signing_line_link_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["practicum_entry.id"], name="fk_signing_line_entry_id"),
        sa.PrimaryKeyConstraint("link_id", "entry_id", name="pk_signing_line"),
    )
    op.create_index("ix_signing_line_entry_id", "signing_line", ["entry_id"])
    op.create_table(
        "signing_browser",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("cookie_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["signing_link.id"], name="fk_signing_browser_link_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signing_browser"),
        sa.UniqueConstraint("cookie_hash", name="uq_signing_browser_cookie_hash"),
    )
    op.create_index("ix_signing_browser_link_id", "signing_browser", ["link_id", "asked_at"])
    op.create_table(
        "signing_report",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("supervisor_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["practicum_entry.id"], name="fk_signing_report_entry_id"),
        sa.ForeignKeyConstraint(["supervisor_id"], ["supervisor.id"], name="fk_signing_report_supervisor_id"),
        sa.PrimaryKeyConstraint("entry_id", "supervisor_id", name="pk_signing_report"),
    )
    op.create_table(
        "signing_paper",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["supervisor_id"], ["supervisor.id"], name="fk_signing_paper_supervisor_id"),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name="fk_signing_paper_uploaded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signing_paper"),
    )
    op.create_index("ix_signing_paper_supervisor_id", "signing_paper", ["supervisor_id"])
    op.create_table(
        "signing_record",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_signing_record_enrolment_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_signing_record_made_by_id"),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["person.id"], name="fk_signing_record_revoked_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signing_record"),
        sa.UniqueConstraint("code", name="uq_signing_record_code"),
    )
    op.create_index("ix_signing_record_enrolment_id", "signing_record", ["enrolment_id"])


def downgrade() -> None:
    op.drop_table("signing_record")
    op.drop_table("signing_paper")
    op.drop_table("signing_report")
    op.drop_table("signing_browser")
    op.drop_table("signing_line")
    op.drop_table("signing_link")

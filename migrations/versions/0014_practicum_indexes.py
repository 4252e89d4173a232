"""Ways to what first pages and targets ask of entries, so that many of them cost as much as few."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_amendment = sa.text("amends_id IS NOT NULL")
    op.create_index(
        "ix_practicum_entry_amendments",
        "practicum_entry",
        ["enrolment_id", "amends_id"],
        sqlite_where=is_amendment,
        postgresql_where=is_amendment,
    )
    is_to_do = sa.text("status IN ('returned', 'draft')")
    op.create_index(
        "ix_practicum_entry_to_do",
        "practicum_entry",
        ["enrolment_id", "status"],
        sqlite_where=is_to_do,
        postgresql_where=is_to_do,
    )
    op.drop_index("ix_practicum_case_case_id", "practicum_case")
    op.create_index("ix_practicum_case_case_id_entry_id", "practicum_case", ["case_id", "entry_id"])


def downgrade() -> None:
    op.drop_index("ix_practicum_case_case_id_entry_id", "practicum_case")
    op.create_index("ix_practicum_case_case_id", "practicum_case", ["case_id"])
    op.drop_index("ix_practicum_entry_to_do", "practicum_entry")
    op.drop_index("ix_practicum_entry_amendments", "practicum_entry")

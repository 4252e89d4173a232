"""Sites, supervisors, clearances and placements."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = (
    "placement_supervisor",
    "placement",
    "supervisor_absence",
    "supervisor",
    "clearance",
    "site_share",
    "site",
)


def upgrade() -> None:
    _sites()
    _people()
    _placements()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _sites() -> None:
    op.create_table(
        "site",
        _id(),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("needs_clearance", sa.Boolean(), nullable=False),
        sa.Column("needs_gate", sa.String(length=80), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("notes", sa.String(length=500), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_made(),
        sa.CheckConstraint("capacity BETWEEN 0 AND 1000", name=op.f("ck_site_sensible_capacity")),
        sa.CheckConstraint(
            "kind IN ('welfare', 'education', 'community-centre', 'mental-health')", name=op.f("ck_site_known_kind")
        ),
        _key("site", "institution_id", "institution"),
        _key("site", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.create_index("ix_site_institution_id", "site", ["institution_id"])
    op.create_table(
        "site_share",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.CheckConstraint("capacity BETWEEN 0 AND 1000", name=op.f("ck_site_share_sensible_capacity")),
        _key("site_share", "site_id", "site"),
        _key("site_share", "institution_id", "institution"),
        sa.PrimaryKeyConstraint("site_id", "institution_id", name="pk_site_share"),
    )
    op.create_index("ix_site_share_institution_id", "site_share", ["institution_id"])


def _people() -> None:
    op.create_table(
        "clearance",
        _id(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('police', 'confidentiality', 'other')", name=op.f("ck_clearance_known_kind")),
        _key("clearance", "person_id", "person"),
        _key("clearance", "seen_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_clearance"),
    )
    op.create_index("ix_clearance_person_id", "clearance", ["person_id"])
    op.create_table(
        "supervisor",
        _id(),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role_title", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_made(),
        _key("supervisor", "institution_id", "institution"),
        _key("supervisor", "person_id", "person"),
        _key("supervisor", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_supervisor"),
        sa.UniqueConstraint("institution_id", "email", name="uq_supervisor_institution_id_email"),
    )
    op.create_index("ix_supervisor_person_id", "supervisor", ["person_id"])
    op.create_table(
        "supervisor_absence",
        _id(),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=False),
        *_made(),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_supervisor_absence_right_way_round")),
        _key("supervisor_absence", "supervisor_id", "supervisor"),
        _key("supervisor_absence", "stand_in_id", "supervisor"),
        _key("supervisor_absence", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_supervisor_absence"),
    )
    op.create_index("ix_supervisor_absence_supervisor_id", "supervisor_absence", ["supervisor_id"])
    op.create_index("ix_supervisor_absence_stand_in_id", "supervisor_absence", ["stand_in_id"])


def _placements() -> None:
    op.create_table(
        "placement",
        _id(),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=True),
        sa.Column("frame", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("override_reason", sa.String(length=300), nullable=False),
        sa.Column("override_by_id", sa.Integer(), nullable=True),
        sa.Column("override_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_made(),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_placement_right_way_round")),
        sa.CheckConstraint("state IN ('agreed', 'ended', 'cancelled')", name=op.f("ck_placement_known_state")),
        sa.CheckConstraint("weekly_minutes BETWEEN 1 AND 10080", name=op.f("ck_placement_minutes_of_a_week")),
        _key("placement", "enrolment_id", "enrolment"),
        _key("placement", "site_id", "site"),
        _key("placement", "override_by_id", "person"),
        _key("placement", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_placement"),
    )
    op.create_index("ix_placement_enrolment_id_starts_on", "placement", ["enrolment_id", "starts_on"])
    op.create_index("ix_placement_site_id_ends_on", "placement", ["site_id", "ends_on"])
    op.create_table(
        "placement_supervisor",
        _id(),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        _key("placement_supervisor", "placement_id", "placement"),
        _key("placement_supervisor", "supervisor_id", "supervisor"),
        sa.PrimaryKeyConstraint("id", name="pk_placement_supervisor"),
        sa.UniqueConstraint("placement_id", "from_day", name="uq_placement_supervisor_placement_id_from_day"),
    )
    op.create_index("ix_placement_supervisor_supervisor_id", "placement_supervisor", ["supervisor_id"])


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def _made() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
    )


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")

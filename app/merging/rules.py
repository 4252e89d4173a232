"""What becomes of each table that names a person when two accounts become one.

A column that points at a person and stands in none of these fails a test: whoever adds one says what becomes of it.
"""

from __future__ import annotations

from app.core.words import N_

MOVES = {
    "clearance.person_id": N_("documents that were seen"),
    "enrolment.person_id": N_("cohorts, with everything learned in them"),
    "handover.to_person_id": N_("hand-overs to them"),
    "notice.person_id": N_("notices"),
    "people_import_line.person_id": N_("lines of lists that they came by"),
    "receiver.person_id": N_("their entry among those who take people over"),
    "role_grant.person_id": N_("roles"),
    "supervisor.person_id": N_("their entry among supervisors"),
}
"""Theirs: goes over to the account that stays."""

SEALED_ANEW = {"reflection.person_id": N_("private reflections, sealed anew; nobody reads them")}
"""Theirs, under a key of their own: opened and sealed again for the account that stays."""

ENDS = frozenset(
    {
        *("account_link.person_id", "app_secret.person_id", "browser_session.person_id", "half_sign_in.person_id"),
        *("passkey.person_id", "person_key.person_id", "recovery_code.person_id", "step_draft.person_id"),
        "data_export.person_id",
    }
)
"""Ways into the account that goes: over, with everything kept for them."""

STAYS = frozenset(
    {
        *("account_merge.gone_id", "account_merge.kept_id", "answer_mark.marker_id", "break_glass.actor_id"),
        *("performance_rating.rater_id", "portfolio_rating.assessor_id", "practicum_decision.person_id"),
        *(
            "consent.person_id",
            "correction_request.person_id",
            "erasure_request.person_id",
            "privacy_reading.person_id",
        ),
        "step_reset.person_id",
    }
)
"""What was done under the account's name, often signed: it goes on naming it, and the account keeps its row."""

UNSEALED = frozenset({"signing_record.content", "baseline_link.sealed", "practice_tool.sealed", "sitting.sealed"})
"""Bytes beside an enrolment that no key of a person has sealed, or that are sealed anew."""


def becomes(column: str) -> str:
    """Of `table.column`; acts (`by_id`, `made_by_id`, …) stay with the name under which they were done."""
    if column in MOVES or column in SEALED_ANEW:
        return "moves"
    if column in ENDS:
        return "ends"
    return "stays" if column in STAYS or column.endswith(("by_id", "_by")) else ""

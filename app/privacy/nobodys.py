"""Tables that speak of nobody, and why that is so. Who did something stands in them as a number, where at all."""

from __future__ import annotations

NOBODYS = {
    "access_review": "a confirmed list by its digest",
    "audit_leaves": "digests",
    "audit_seal": "digests",
    "backup_run": "how a backup went",
    "baseline_answer": "answers under a code that nothing leads to",
    "calendar_span": "days of an institution",
    "case_setting": "what an institution keeps of cases",
    "cohort": "a cohort",
    "content_blob": "published content",
    "content_pointer": "which content is active",
    "duty_confirmation": "that a phone was rung",
    "duty_contact": "a phone of an institution, replaced by whoever keeps it",
    "form_replay": "a digest, for a day",
    "institution": "an institution",
    "job": "work for the machine, by number",
    "marking_comment": "phrases for comments on answers",
    "meeting": "when a cohort meets",
    "people_import": "a list that was brought in; its lines speak of people",
    "practice_alert": "an alert in an area",
    "practice_cohort_pause": "weeks in which a cohort rests",
    "privacy_statement": "what an institution says of itself",
    "quiz_regrade": "a correction of a question",
    "retention_run": "how many rows were forgotten",
    "sign_in_failure": "digests, for a day",
    "site": "a place of practice, with a contact whom its coordinators replace",
    "site_share": "who shares a site",
}
"""Table → what it holds."""

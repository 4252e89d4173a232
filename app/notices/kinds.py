"""What can be told, in one line each. Message ids may hold %(lesson)s, the title of the lesson that it is about."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.words import N_

RESULT_CHANGED = "result-changed"
ANSWER_MARKED = "answer-marked"
ANSWER_RETURNED = "answer-returned"
ATTEMPT_GIVEN = "attempt-given"
TIME_GIVEN = "time-given"
QUIZ_DECLARED = "quiz-declared"
PERFORMANCE_SETTLED = "performance-settled"
SCENARIO_SETTLED = "scenario-settled"
GATE_OPENED = "gate-opened"
PLACEMENT_AGREED = "placement-agreed"
PLACEMENT_CHANGED = "placement-changed"
PLACEMENT_OPENED = "placement-opened"
PRACTICUM_SIGNED = "practicum-signed"
PRACTICUM_RETURNED = "practicum-returned"
PRACTICUM_NOT_MINE = "practicum-not-mine"
SUPERVISION_PLANNED = "supervision-planned"
SUPERVISION_CHANGED = "supervision-changed"
SUPERVISION_TO_SIGN = "supervision-to-sign"
MEASURE_WAITS = "measure-waits"
MEASURE_ALONE = "measure-alone"
PRACTICUM_MOVED = "practicum-moved"
NARRATIVES_OPENED = "narratives-opened"
COMPETENCY_RATED = "competency-rated"
COMPETENCY_CRITICAL = "competency-critical"
HANDOVER_OFFERED = "handover-offered"
HANDOVER_ACCEPTED = "handover-accepted"
HANDOVER_DECLINED = "handover-declined"
HANDOVER_BEGUN = "handover-begun"
HANDOVER_CLOSED = "handover-closed"
HANDOVER_WITHDRAWN = "handover-withdrawn"
HANDOVER_LATE = "handover-late"
HANDOVER_AWAY = "handover-away"

KINDS: Mapping[str, str] = {
    RESULT_CHANGED: N_("%(lesson)s: a question was corrected, and your quiz was counted again."),
    ANSWER_MARKED: N_("%(lesson)s: your written answer has been read."),
    ANSWER_RETURNED: N_("%(lesson)s: your written answer came back for another try."),
    ATTEMPT_GIVEN: N_("%(lesson)s: you may try the quiz once more."),
    TIME_GIVEN: N_("You have more time now in quizzes with a time limit."),
    QUIZ_DECLARED: N_("%(lesson)s: your quiz counts as passed. Its page says why."),
    PERFORMANCE_SETTLED: N_("%(lesson)s: feedback on your role-play is here."),
    SCENARIO_SETTLED: N_("%(lesson)s: your talk about the scenario is recorded."),
    GATE_OPENED: N_("Every lesson that comes before meetings on your own is complete. See what comes next."),
    PLACEMENT_AGREED: N_("A placement is agreed for you: see where, when and with whom."),
    PLACEMENT_CHANGED: N_("Something changed in your placement."),
    PLACEMENT_OPENED: N_("Your placement was opened before its lessons are complete. Its page says why."),
    PRACTICUM_SIGNED: N_("Entries of your practice are signed, and their minutes count."),
    PRACTICUM_RETURNED: N_("An entry of your practice came back with a comment. Mend it and send it in again."),
    MEASURE_WAITS: N_("A form of one of your trainees waits for you."),
    MEASURE_ALONE: N_("A learner needs a talk with whoever supervises them today, who has no account here. Ring them."),
    PRACTICUM_NOT_MINE: N_("A supervisor says that somebody is not their trainee. Check who signs for the placement."),
    SUPERVISION_PLANNED: N_("A supervision session is written down for you."),
    SUPERVISION_CHANGED: N_("A supervision session of yours was changed or cancelled."),
    SUPERVISION_TO_SIGN: N_("A supervision session waits for your signature."),
    PRACTICUM_MOVED: N_("Entries of yours that wait for a signature now wait for somebody else’s."),
    NARRATIVES_OPENED: N_("Somebody opened what you have written about your practice. See who, and why."),
    COMPETENCY_RATED: N_("Something changed in your portfolio of competencies: see what was seen, and the next step."),
    COMPETENCY_CRITICAL: N_("An assessor saw something in a learner’s work that needs attention now."),
    HANDOVER_OFFERED: N_("Somebody is to be handed over to you. Read it and answer."),
    HANDOVER_ACCEPTED: N_("A hand-over was accepted. See how the person gets there."),
    HANDOVER_DECLINED: N_("A hand-over was declined. See why, and what can be done now."),
    HANDOVER_BEGUN: N_("After a hand-over the first meeting has taken place."),
    HANDOVER_CLOSED: N_("A hand-over is over. See how it ended."),
    HANDOVER_WITHDRAWN: N_("A hand-over was taken back. Nothing is left to do."),
    HANDOVER_LATE: N_("Somebody has waited too long in a hand-over. See what is missing."),
    HANDOVER_AWAY: N_("Whom you offered a hand-over takes nobody for now. Offer it to somebody else."),
}

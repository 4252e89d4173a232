"""Doors of the learner's pages."""

from app.learning import glossary_views, media_views, preview_views, printing_views, staff_views, syllabus_views, views
from app.web import doors
from app.web.doors import Room

COHORT = "/cohorts/<int:cohort_id>"
LEARNER = "/learners/<int:enrolment_id>"
AS_LEARNER = "/as/<int:enrolment_id>"

room = Room("learning", __name__)
room.get("/programmes", views.programmes, who=doors.signed_in)
room.get("/programmes/<programme_id>", views.programme, who=doors.signed_in)
room.get(
    "/programmes/<programme_id>/simulated-cases",
    staff_views.simulated_cases,
    who=doors.signed_in,
    endpoint="simulated_cases",
)
room.get("/programmes/<programme_id>/syllabus", syllabus_views.show, who=doors.signed_in, endpoint="syllabus")
room.get(
    "/programmes/<programme_id>/syllabus/print", syllabus_views.paper, who=doors.signed_in, endpoint="print_syllabus"
)
room.get("/lessons/<lesson_id>", views.lesson, who=doors.signed_in)
room.post("/lessons/<lesson_id>/steps/<step_id>", views.do_step, who=doors.learner)
room.get("/glossary", glossary_views.show, who=doors.signed_in, endpoint="glossary")
room.get("/media/<digest>.<suffix>", media_views.show, who=doors.signed_in, endpoint="media")
room.get("/lessons/<lesson_id>/facilitation", staff_views.facilitation, who=doors.signed_in)
room.get("/lessons/<lesson_id>/facilitation/print", printing_views.lesson, who=doors.signed_in, endpoint="print_lesson")
room.get("/meetings/<int:meeting_id>/print", printing_views.meeting, who=doors.trainer, endpoint="print_meeting")
room.get(COHORT, staff_views.cohort, who=doors.trainer)
room.get(LEARNER, staff_views.learner, who=doors.signed_in, told=True)
room.get(f"{LEARNER}/open/<lesson_id>", staff_views.open_page, who=doors.trainer)
room.post(f"{LEARNER}/open/<lesson_id>", staff_views.open_lesson, who=doors.trainer)
room.get(AS_LEARNER, preview_views.home, who=doors.signed_in, endpoint="preview_home")
room.get(
    f"{AS_LEARNER}/programmes/<programme_id>",
    preview_views.programme,
    who=doors.signed_in,
    endpoint="preview_programme",
)
room.get(f"{AS_LEARNER}/lessons/<lesson_id>", preview_views.lesson, who=doors.signed_in, endpoint="preview_lesson")
room.get("/account/previews", preview_views.own, who=doors.signed_in, endpoint="previews")

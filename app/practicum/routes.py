"""Doors of the practicum."""

from app.practicum import late_views, signing_views, views, writing_views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
ENTRIES = "/practicum/entries"
ENTRY = f"{ENTRIES}/<{ID}:entry_id>"
LATE = f"/learners/<{ID}:enrolment_id>/late-entries"

room = Room("practicum", __name__)
room.get(ENTRIES, views.listing, who=doors.signed_in, endpoint="entries")
room.post(f"{ENTRIES}/submit", views.submit_all, who=doors.learner)
room.get(f"{ENTRIES}/new", writing_views.new, who=doors.learner, endpoint="new")
room.post(f"{ENTRIES}/new", writing_views.create, who=doors.learner)
room.get(ENTRY, views.show, who=doors.signed_in, endpoint="entry")
room.get(f"{ENTRY}/edit", writing_views.edit, who=doors.learner)
room.post(f"{ENTRY}/edit", writing_views.change, who=doors.learner)
room.post(f"{ENTRY}/submit", views.submit, who=doors.learner)
room.post(f"{ENTRY}/withdraw", views.withdraw, who=doors.learner)
room.post(f"{ENTRY}/reopen", views.reopen, who=doors.learner)
room.get(f"{ENTRY}/amend", writing_views.amend, who=doors.learner)
room.post(f"{ENTRY}/amend", writing_views.send_amendment, who=doors.learner)
room.get(LATE, late_views.show, who=doors.coordinator, endpoint="late")
room.post(LATE, late_views.allow, who=doors.coordinator)
room.get("/sign-off", signing_views.queue, who=doors.signed_in, endpoint="sign_off")
room.get("/sign-off/chosen", signing_views.chosen, who=doors.signed_in, endpoint="chosen")
room.post("/sign-off/chosen", signing_views.sign_chosen, who=doors.signed_in)
room.get(f"/sign-off/<{ID}:entry_id>", signing_views.show, who=doors.signed_in, endpoint="to_sign")
room.post(f"/sign-off/<{ID}:entry_id>", signing_views.decide, who=doors.signed_in)
room.post(f"/sign-off/<{ID}:entry_id>/not-mine", signing_views.report, who=doors.signed_in)

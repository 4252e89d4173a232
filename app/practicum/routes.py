"""Doors of the practicum."""

from app.practicum import (
    late_views,
    moving_views,
    opened_views,
    record_views,
    signing_link_views,
    signing_paper_views,
    signing_staff_views,
    signing_views,
    target_views,
    verify_views,
    views,
    writing_views,
)
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
ENTRIES = "/practicum/entries"
ENTRY = f"{ENTRIES}/<{ID}:entry_id>"
SIGNING = "/signing/<signing_token>"
SIGNERS = f"/supervisors/<{ID}:supervisor_id>/signing"
LATE = f"/learners/<{ID}:enrolment_id>/late-entries"
WAITING = f"/learners/<{ID}:enrolment_id>/waiting"

room = Room("practicum", __name__)
room.get("/practicum", target_views.own, who=doors.signed_in, endpoint="targets")
room.get("/practicum/show", target_views.show_to, who=doors.signed_in, endpoint="show_to")
room.get(f"/practicum/of/<{ID}:enrolment_id>", target_views.of_learner, who=doors.signed_in, endpoint="targets_of")
room.get(f"/practicum/of/<{ID}:enrolment_id>/entries", opened_views.show, who=doors.coordinator, endpoint="entries_of")
room.get(f"/cohorts/<{ID}:cohort_id>/practicum", target_views.of_cohort, who=doors.coordinator, endpoint="cohort")
room.get(f"/cohorts/<{ID}:cohort_id>/practicum/sheet", target_views.pay_sheet, who=doors.coordinator, endpoint="sheet")
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
room.get(WAITING, moving_views.show, who=doors.coordinator, endpoint="waiting")
room.post(WAITING, moving_views.move, who=doors.coordinator)
room.get("/sign-off", signing_views.queue, who=doors.signed_in, endpoint="sign_off")
room.get("/sign-off/chosen", signing_views.chosen, who=doors.signed_in, endpoint="chosen")
room.post("/sign-off/chosen", signing_views.sign_chosen, who=doors.signed_in)
room.get(f"/sign-off/<{ID}:entry_id>", signing_views.show, who=doors.signed_in, endpoint="to_sign")
room.post(f"/sign-off/<{ID}:entry_id>", signing_views.decide, who=doors.signed_in)
room.post(f"/sign-off/<{ID}:entry_id>/not-mine", signing_views.report, who=doors.signed_in)
room.get(SIGNING, signing_link_views.show, who=doors.anyone, endpoint="signing")
room.post(f"{SIGNING}/code", signing_link_views.send_code, who=doors.anyone)
room.post(f"{SIGNING}/bind", signing_link_views.bind, who=doors.anyone, transaction=False)
room.post(f"{SIGNING}/<{ID}:entry_id>", signing_link_views.decide, who=doors.anyone, endpoint="decide_by_link")
room.post(f"{SIGNING}/<{ID}:entry_id>/not-mine", signing_link_views.report, who=doors.anyone, endpoint="report_by_link")
room.get(SIGNERS, signing_staff_views.links, who=doors.coordinator)
room.post(f"{SIGNERS}/send", signing_staff_views.send, who=doors.coordinator, endpoint="send_link")
room.post(f"{SIGNERS}/revoke", signing_staff_views.revoke, who=doors.coordinator, endpoint="revoke_link")
room.get(f"/supervisors/<{ID}:supervisor_id>/paper", signing_paper_views.show, who=doors.coordinator, endpoint="paper")
room.post(f"/supervisors/<{ID}:supervisor_id>/paper", signing_paper_views.take, who=doors.coordinator)
room.get(f"/signing-papers/<{ID}:paper_id>", signing_paper_views.download, who=doors.coordinator)
room.get("/practicum/record", record_views.listing, who=doors.signed_in, endpoint="record")
room.post("/practicum/record", record_views.make, who=doors.signed_in, transaction=False)
room.get(f"/practicum/records/<{ID}:record_id>", record_views.paper, who=doors.signed_in, endpoint="record_paper")
room.post(f"/practicum/records/<{ID}:record_id>/revoke", record_views.revoke, who=doors.signed_in)
room.get("/verify", verify_views.ask, who=doors.anyone)
room.post("/verify", verify_views.look_up, who=doors.anyone, transaction=False)
room.get("/verify/<code>", verify_views.show, who=doors.anyone, endpoint="verified")
room.post("/verify/<code>", verify_views.compare, who=doors.anyone, transaction=False)

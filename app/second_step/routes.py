"""Doors of the second step: of whoever is half in, of one's own account, of administrators."""

from app.second_step import account_views, reset_views, set_up_views, sign_in_views
from app.web import doors
from app.web.doors import Room

room = Room("second_step", __name__)
room.get("/sign-in/second-step", sign_in_views.show, who=doors.anyone)
room.post("/sign-in/second-step", sign_in_views.enter_code, who=doors.anyone, transaction=False)
room.post("/sign-in/passkey", sign_in_views.enter_passkey, who=doors.anyone, transaction=False)
room.get("/sign-in/recovery", sign_in_views.recovery_page, who=doors.anyone)
room.post("/sign-in/recovery", sign_in_views.enter_recovery, who=doors.anyone, transaction=False)

room.get("/sign-in/set-up", set_up_views.choose, who=doors.anyone)
room.post("/sign-in/set-up", set_up_views.begin, who=doors.anyone)
room.get("/sign-in/set-up/app", set_up_views.app_page, who=doors.anyone)
room.post("/sign-in/set-up/app", set_up_views.add_app, who=doors.anyone, transaction=False)
room.get("/sign-in/set-up/passkey", set_up_views.passkey_page, who=doors.anyone)
room.post("/sign-in/set-up/passkey", set_up_views.add_passkey, who=doors.anyone, transaction=False)

OWN = "/account/second-step"
room.get(OWN, account_views.show, who=doors.signed_in, endpoint="own")
room.post(OWN, account_views.begin, who=doors.signed_in, endpoint="begin_own")
room.post(f"{OWN}/password", account_views.confirm, who=doors.signed_in, transaction=False)
room.get(f"{OWN}/app", account_views.app_page, who=doors.signed_in, endpoint="own_app")
room.post(f"{OWN}/app", account_views.add_app, who=doors.signed_in, endpoint="add_own_app", transaction=False)
room.post(f"{OWN}/app/remove", account_views.remove_app, who=doors.signed_in)
room.get(f"{OWN}/passkey", account_views.passkey_page, who=doors.signed_in, endpoint="own_passkey")
room.post(
    f"{OWN}/passkey", account_views.add_passkey, who=doors.signed_in, endpoint="add_own_passkey", transaction=False
)
room.post(f"{OWN}/passkeys/<int:passkey_id>/remove", account_views.remove_passkey, who=doors.signed_in)
room.get(f"{OWN}/codes", account_views.codes_page, who=doors.signed_in)
room.post(f"{OWN}/codes", account_views.renew_codes, who=doors.signed_in)
room.post(f"{OWN}/codes/kept", account_views.codes_kept, who=doors.signed_in)

room.get(
    "/people/<int:person_id>/second-step", reset_views.show, who=doors.administrator, endpoint="of_person", told=True
)
room.post("/people/<int:person_id>/second-step", reset_views.reset, who=doors.administrator)

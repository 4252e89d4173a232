"""Doors of the accounts room."""

from app.accounts import account_views, address_views, link_views, views
from app.web import doors
from app.web.doors import Room

room = Room("accounts", __name__)
room.get("/sign-in", views.sign_in_page, who=doors.anyone)
room.post("/sign-in", views.sign_in, who=doors.anyone, transaction=False)
room.post("/sign-out", views.sign_out, who=doors.signed_in)

room.get("/password-reset", link_views.ask_reset_page, who=doors.anyone)
room.post("/password-reset", link_views.ask_reset, who=doors.anyone)
room.get("/password-reset/asked", link_views.reset_asked, who=doors.anyone)
room.get("/password-reset/<token>", link_views.reset_page, who=doors.anyone)
room.post("/password-reset/<token>", link_views.reset, who=doors.anyone, transaction=False)
room.get("/invitations/<token>", link_views.invitation_page, who=doors.anyone)
room.post("/invitations/<token>", link_views.accept_invitation, who=doors.anyone, transaction=False)

room.get("/account", account_views.show, who=doors.signed_in, endpoint="account")
room.post("/account", account_views.change, who=doors.signed_in)
room.get("/account/password", account_views.password_page, who=doors.signed_in)
room.post("/account/password", account_views.change_password, who=doors.signed_in, transaction=False)
room.get("/account/sessions", account_views.sessions_page, who=doors.signed_in)
room.post("/account/sessions/<int(max=2147483647):session_id>/end", account_views.end_session, who=doors.signed_in)
room.post("/account/sessions/end-others", account_views.end_other_sessions, who=doors.signed_in)

room.get("/account/email", address_views.email_page, who=doors.signed_in)
room.post("/account/email", address_views.ask_email, who=doors.signed_in, transaction=False)
room.get("/account/email/<token>", address_views.prove_email_page, who=doors.signed_in)
room.post("/account/email/<token>", address_views.prove_email, who=doors.signed_in)

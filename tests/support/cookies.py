"""Browsers that are signed in without a password: a cookie and a token that is good for it."""

from __future__ import annotations

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

SECRET = "0" * 40


def signed_in(app: Flask, session_token: str) -> tuple[str, str]:
    """The value of the cookie, and a CSRF token."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie["csrf_token"] = session_token, True, SECRET
    signer = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token")
    value = client.get_cookie("kelim")
    assert value
    return value.value, str(signer.dumps(SECRET))

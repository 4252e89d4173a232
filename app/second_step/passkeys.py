"""Passkeys (WebAuthn, level 3): what a browser is asked, and whether its answer is right.

The device must have asked for a finger, a face or its own code (user verification). Who made the device is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.second_step.models import Passkey

NAME = "Kelim"
LONGEST_ANSWER = 20_000
_ALWAYS = UserVerificationRequirement.REQUIRED
_USUAL = {"http": 80, "https": 443}
_ODD = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What is raised for answers that no browser gives."""


class Wrong(ValueError):
    """Not the answer of the key that was asked."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good: a name that they are bound to, and the origin that asks for them."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class Made:
    credential_id: bytes
    public_key: bytes
    sign_count: int


def site_of(public_url: str) -> Site | None:
    """None where the address is a number: browsers bind passkeys to names only."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    if not host or _is_number(host):
        return None
    port = "" if parts.port in (None, _USUAL.get(parts.scheme)) else f":{parts.port}"
    return Site(host, f"{parts.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def to_make(site: Site, challenge: bytes, person_id: int, account: str, present: Sequence[Passkey]) -> str:
    """JSON for the browser. A device that holds one of the `present` keys makes no second one."""
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=NAME,
        user_id=f"kelim-{person_id}".encode(),
        user_name=account,
        user_display_name=account,
        challenge=challenge,
        exclude_credentials=_known(present),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=_ALWAYS
        ),
    )
    return webauthn.options_to_json(options)


def to_use(site: Site, challenge: bytes, present: Sequence[Passkey]) -> str:
    """JSON for the browser."""
    options = webauthn.generate_authentication_options(
        rp_id=site.id, challenge=challenge, allow_credentials=_known(present), user_verification=_ALWAYS
    )
    return webauthn.options_to_json(options)


def made(site: Site, challenge: bytes, answer: str) -> Made:
    """The key that a browser has made. Raises Wrong."""
    try:
        found = webauthn.verify_registration_response(
            credential=_short(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _ODD as error:
        raise Wrong("no such key was asked for") from error
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def named(answer: str) -> bytes:
    """Which key an answer says it is of. Raises Wrong."""
    try:
        return bytes(webauthn.helpers.parse_authentication_credential_json(_short(answer)).raw_id)
    except _ODD as error:
        raise Wrong("not an answer of a browser") from error


def used(site: Site, challenge: bytes, key: Passkey, answer: str) -> int:
    """The key's new count of uses. Raises Wrong, also for a count that went back: the key was copied."""
    try:
        found = webauthn.verify_authentication_response(
            credential=_short(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except _ODD as error:
        raise Wrong("this key did not sign this") from error
    return found.new_sign_count


def _known(keys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=key.credential_id) for key in keys]


def _short(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    return answer

"""What production refuses, and what a refusal never says."""

from __future__ import annotations

import base64
import json

import pytest
from pydantic import SecretStr, ValidationError

from app.config import Settings, with_secrets

SECRET = "a-secret-key-of-more-than-thirty-two-characters"
KEYS = json.dumps({"m1": base64.b64encode(b"k" * 32).decode()})
GOOD = {
    "environment": "production",
    "secret_key": SECRET,
    "master_keys": KEYS,
    "public_url": "https://kelim.example",
}


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KELIM_{name.upper()}", raising=False)


def refusal(monkeypatch: pytest.MonkeyPatch, **changed: str) -> str:
    for name, value in (GOOD | changed).items():
        monkeypatch.setenv(f"KELIM_{name.upper()}", value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    return str(refused.value)


def test_production_takes_good_settings_as_they_are():
    assert with_secrets(Settings(**GOOD)).secret_key.get_secret_value() == SECRET  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"secret_key": ""}, "KELIM_SECRET_KEY"),
        ({"secret_key": "short"}, "KELIM_SECRET_KEY"),
        ({"master_keys": ""}, "KELIM_MASTER_KEYS"),
        ({"master_keys": "{}"}, "KELIM_MASTER_KEYS"),
        ({"master_keys": "[]"}, "KELIM_MASTER_KEYS"),
        ({"master_keys": "5"}, "KELIM_MASTER_KEYS"),
        ({"master_keys": "nonsense"}, "KELIM_MASTER_KEYS"),
        ({"master_keys": '{"m1": 5}'}, "KELIM_MASTER_KEYS"),
        ({"master_keys": '{"m1": "c2hvcnQ="}'}, "KELIM_MASTER_KEYS"),
        ({"master_keys": '{"m1": "***"}'}, "KELIM_MASTER_KEYS"),
        ({"demo_password": "three calm words"}, "KELIM_DEMO_PASSWORD"),
        ({"public_url": "http://kelim.example"}, "KELIM_PUBLIC_URL"),
        ({"environment": "prod"}, "environment"),
        ({"trusted_proxies": "-1"}, "trusted_proxies"),
    ],
)
def test_production_refuses(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], said: str):
    assert said in refusal(monkeypatch, **changed)


@pytest.mark.parametrize("changed", [{"public_url": "http://x"}, {"threads": "many"}, {"secret_key": "my-own-secret"}])
def test_a_refusal_shows_no_secret(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str]):
    secrets = {"smtp_password": "open sesame", "metrics_token": "sesame open", "redis_url": "redis://:sesame@redis"}
    said = refusal(monkeypatch, **secrets | changed)
    for secret in (SECRET, KEYS, "sesame", "my-own-secret"):
        assert secret not in said


def test_settings_show_no_secret_in_their_own_text():
    shown = repr(Settings(**GOOD, smtp_password=SecretStr("open sesame")))  # type: ignore[arg-type]
    assert SECRET not in shown
    assert "sesame" not in shown
    assert KEYS not in shown

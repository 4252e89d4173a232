"""Letters travel encrypted where the settings say so, to nobody but the server that they name."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.core.clock import now
from app.core.db import Base, write_transaction
from app.jobs import letters, queries, setup
from app.jobs.models import DONE, WAITING
from app.mail.letter import Recipient
from app.web.database import db
from tests.mail.conftest import PostOffice
from tests.support.application import make_app
from tests.support.processes import free_port


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """For 127.0.0.1, signed by itself; key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture(params=["starttls", "tls"])
def secured(request: pytest.FixtureRequest, certificate: Path, tmp_path: Path) -> Iterator[PostOffice]:
    office, port = PostOffice(), free_port()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    kind = {"ssl_context": context} if request.param == "tls" else {"tls_context": context, "require_starttls": True}
    server = Controller(office, hostname="127.0.0.1", port=port, **kind)
    server.start()
    app = make_app(tmp_path / "instance", mail_backend="smtp", smtp_port=port, smtp_security=request.param)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield office
        db.session.remove()
        db.engine.dispose()
    server.stop()


def send() -> None:
    with write_transaction():
        letters.post("password-changed", Recipient("noa@example.org", "Noa", "en"), link="/password-reset")
    setup.jobs().runner.run_due()


def test_a_trusted_server_gets_the_letter(secured, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    send()
    assert len(secured.taken) == 1
    assert queries.count_by_state() == {DONE: 1}


def test_a_server_that_nobody_vouches_for_gets_nothing(secured):
    send()
    assert secured.taken == []
    assert queries.count_by_state() == {WAITING: 1}

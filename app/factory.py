"""create_app: the only place that knows every room."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import select
from werkzeug.middleware.proxy_fix import ProxyFix

from app import rooms
from app.accounts import setup as accounts
from app.config import ROOT, Settings, read_master_keys, with_secrets
from app.core.db import tune_sqlite
from app.core.encryption import KeyRing
from app.releases.models import ContentPointer
from app.web import addresses, arrival, assets, compression, cookies, doors, errors, headers, languages, render
from app.web.database import db, engine_options, ping_after_idling

csrf = CSRFProtect()
migrate = Migrate()


def create_app(settings: Settings | None = None) -> Flask:
    settings = with_secrets(settings or Settings())
    app = Flask(__name__, static_folder=None, root_path=str(ROOT / "app"))
    app.config.update(flask_config(settings))
    app.extensions["kelim_settings"] = settings
    _bind_database(app, settings)
    _bind_web(app)
    keys = read_master_keys(settings.master_keys.get_secret_value())
    active_release = select(ContentPointer.release_id).scalar_subquery()
    ring = KeyRing(keys, list(keys)[-1])
    accounts.init_app(app, settings, ring, active_release, rooms.WAITING, rooms.HAS_SECOND_STEP)
    rooms.register(app, settings)
    doors.refuse_doorless(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 4)  # type: ignore[method-assign]
    return app


def flask_config(settings: Settings) -> dict[str, object]:
    url, is_safe = settings.sqlalchemy_url, settings.public_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "MAX_CONTENT_LENGTH": settings.max_request_bytes,
        "MAX_FORM_MEMORY_SIZE": settings.max_request_bytes,
        "SESSION_COOKIE_NAME": cookies.prefixed("kelim") if is_safe else "kelim",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": is_safe,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=settings.learner_session_days),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": settings.default_language,
        "BABEL_DEFAULT_TIMEZONE": settings.time_zone,
    }


def _bind_database(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    tune = tune_sqlite if settings.sqlalchemy_url.startswith("sqlite") else ping_after_idling
    with app.app_context():
        tune(db.engine)


def _bind_web(app: Flask) -> None:
    cookies.init_app(app)
    arrival.init_app(app)
    addresses.init_app(app)
    compression.init_app(app)
    headers.init_app(app)
    languages.babel.init_app(app, locale_selector=languages.language)
    app.after_request(languages.remember)
    csrf.init_app(app)
    render.init_app(app)
    assets.init_app(app)
    errors.init_app(app)

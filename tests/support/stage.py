"""One application for many tests, with rows of its own for each: making one anew, with its routes, statements and
content compiled again, took longer than what most tests do with it.

What a test puts into `app.config`, `app.extensions` or the caches of the process is forgotten before the next.
"""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from app.releases import queries as releases
from app.web.database import db


class Stage:
    """`template`: folder of an instance whose rows every test finds; `folder`: where the application has its own."""

    def __init__(self, make: Callable[[Path], Flask], template: Path, folder: Path) -> None:
        shutil.copytree(template, folder)
        self.app, self.template, self.folder = make(folder), template, folder
        self._kept: tuple[dict[str, Any], dict[str, Any]] = (dict(self.app.config), dict(self.app.extensions))
        self._loaded: OrderedDict[int, releases.Published] = OrderedDict()
        with self.app.app_context():
            self._engine = db.engine
            if (active := releases.find_active_release_id()) is not None:
                self._loaded[active] = releases.published(active)
            db.session.remove()

    def set(self) -> Flask:
        """The application as it was made, beside a fresh copy of the template."""
        with self.app.app_context():
            db.session.remove()
        self._engine.dispose()
        shutil.rmtree(self.folder)
        shutil.copytree(self.template, self.folder)
        for found, kept in zip((self.app.config, self.app.extensions), self._kept, strict=True):
            found.clear()
            found.update(kept)
        releases.keep_only(self._engine, self._loaded)
        return self.app

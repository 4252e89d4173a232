"""Node.js for tests of what runs on the device: the machine's own, else the one that the front-end build fetched."""

from __future__ import annotations

import shutil

from app.config import ROOT

NODE = shutil.which("node") or str(ROOT / ".venv/node-bin/node")

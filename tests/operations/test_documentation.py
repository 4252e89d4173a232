"""What docs/operations.md and compose.yaml say is so."""

from pathlib import Path

import yaml

from app.config import ROOT, Settings
from build import settings_table


def test_the_table_of_settings_is_true():
    document = settings_table.DOCUMENT.read_text()
    assert settings_table.filled(document) == document, "run make docs"


def test_compose_uses_settings_that_exist():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert set(services) == {"prepare", "web", "jobs", "postgres", "redis"}
    known = {f"KELIM_{name.upper()}" for name in Settings.model_fields}
    for name in ("prepare", "web", "jobs"):
        used = {key for key in services[name]["environment"] if key.startswith("KELIM_")}
        assert used <= known, name
    assert services["web"]["environment"]["KELIM_WORKERS"] == "2"


def test_lock_files_carry_hashes_and_no_addresses():
    for lock in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt"):
        text = (ROOT / lock).read_text()
        assert "://" not in text, lock
        pins = [line for line in text.splitlines() if "==" in line]
        assert pins
        assert all(line.endswith("\\") for line in pins), lock
    packages = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in packages
    assert '"integrity"' in packages


def test_versioned_scripts_can_be_run():
    for script in [*Path(ROOT, "build").glob("*.sh"), ROOT / ".ci" / "run"]:
        assert script.stat().st_mode & 0o100, script.name

#!/usr/bin/env bash
# Makes .venv hold exactly what a lock file names: build/environment.sh LOCK [LOCK …]
# Quick when nothing changed: the locks' hash, the Python and the folder are kept in a stamp. Safe to run twice at once.
set -euo pipefail
cd "$(dirname "$0")/.."

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Kelim needs Python 3.11 or newer. On Debian and Ubuntu: apt-get install python3 python3-venv" >&2
  return 1
}

make_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null || {
    echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2
    return 1
  }
  "$1" -m venv --clear .venv
  pwd >.venv/kelim-folder
}

install_lock() {
  local options=(--quiet --require-hashes --no-deps -r "$1")
  echo "Installing $1 …" >&2
  if command -v uv >/dev/null && uv pip install --python .venv/bin/python "${options[@]}"; then return; fi
  .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off --prefer-binary "${options[@]}"
}

mkdir -p instance
exec 9>instance/setup.lock
if command -v flock >/dev/null; then flock 9; fi

# A virtual environment remembers its folder: one that was moved or copied is made anew.
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  [ "$(cat .venv/kelim-folder 2>/dev/null)" != "$(pwd)" ]; then
  make_venv "$(find_python)"
fi

for lock in "$@"; do
  stamp=".venv/$(basename "$lock").installed"
  wanted="$(sha256sum "$lock")"
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    install_lock "$lock"
    echo "$wanted" >"$stamp"
  fi
done

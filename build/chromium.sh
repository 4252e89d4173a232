#!/usr/bin/env bash
# Makes sure there is a Chromium for the browser tests: an installed one, else the distribution's package.
set -euo pipefail

for name in "${KELIM_TEST_CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done

privileged=()
if [ "$(id -u)" != 0 ]; then privileged=(sudo -n); fi
if command -v apt-get >/dev/null && "${privileged[@]}" true 2>/dev/null; then
  echo "Installing Chromium from the distribution …" >&2
  "${privileged[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null ||
    { "${privileged[@]}" apt-get update -qq && "${privileged[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || true
fi
if ! command -v chromium >/dev/null; then
  echo "The browser tests need Chromium, and it could not be installed from here." >&2
  echo "Install it (Debian: apt-get install chromium) or name one in KELIM_TEST_CHROMIUM." >&2
  exit 1
fi

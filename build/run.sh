#!/usr/bin/env bash
# `make run`: everything that a fresh clone needs, then the supervisor. Nothing happens when the port is taken.
set -euo pipefail
cd "$(dirname "$0")/.."

port="${PORT:-8000}"
host="${KELIM_HOST:-127.0.0.1}"

if ! [[ "$port" =~ ^[0-9]{1,5}$ ]] || [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; then
  echo "PORT is '$port': it must be a number from 1 to 65535." >&2
  exit 1
fi
if (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; then
  echo "Port $port on $host is taken. Stop what listens there, or choose another port: PORT=$((port < 65535 ? port + 1 : port - 1)) make run" >&2
  exit 1
fi

build/environment.sh requirements.txt
build/front_end.sh
.venv/bin/flask --app wsgi prepare
# The supervisor ends with the one who called it, even when that is killed.
KELIM_LAUNCHER=$PPID PORT="$port" exec .venv/bin/python -m app.operations.supervisor

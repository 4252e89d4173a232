#!/usr/bin/env bash
# The stages of `make test` and `make lint`: build/check.sh STAGE …; stops at the first that fails, and says which.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

python_sources=(app build tests wsgi.py)
for folder in migrations bench; do
  if [ -e "$folder" ]; then python_sources+=("$folder"); fi
done

stage_ruff() { $bin/ruff check --output-format=concise "${python_sources[@]}" && $bin/ruff format --check "${python_sources[@]}"; }
stage_types() { $bin/mypy; }
stage_stairway() { $bin/lint-imports; }
stage_templates() { $bin/djlint --lint --quiet app; }
stage_spelling() { $bin/codespell app docs tests curriculum modules ./*.md; }
stage_content() { $bin/flask --app wsgi content check; }
stage_tests() { $bin/python -m pytest -n "${KELIM_TEST_PROCESSES:-2}" --dist worksteal ${PYTEST_ARGS:-}; }

for stage in "$@"; do
  printf '\n== %s\n' "$stage"
  began=$SECONDS
  if ! "stage_$stage"; then
    printf '\n!! Failed at: %s (%d s). Again only this stage: build/check.sh %s\n' "$stage" $((SECONDS - began)) "$stage" >&2
    exit 1
  fi
done

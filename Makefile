# Two commands matter: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
SOURCES := app build tests wsgi.py $(wildcard migrations bench)
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate $(UPGRADE)
QUALITY := ruff types stairway templates spelling

.PHONY: docs help run test test-all lint format setup setup-dev lock messages bench bench-country clean

help: ## List what make can do
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

run: ## Set up what is missing and serve on http://127.0.0.1:$PORT (8000)
	@exec build/run.sh

test: setup-dev ## Check everything: style, types, laws, content, unit, PostgreSQL and browser tests
	@build/chromium.sh
	@exec build/check.sh $(QUALITY) content tests

test-all: export KELIM_TEST_MATRIX = full
test-all: test ## The same with the full matrices

lint: setup-dev ## Style, types, import contracts, templates, spelling
	@exec build/check.sh $(QUALITY)

format: setup-dev ## Rewrite Python sources in the house style
	@.venv/bin/ruff check --fix-only --quiet $(SOURCES)
	@.venv/bin/ruff format $(SOURCES)

setup: ## Make .venv from the lock file and build the front end
	@build/environment.sh requirements.txt
	@build/front_end.sh

setup-dev: ## The same with the tools for tests and checks
	@build/environment.sh requirements.txt requirements-dev.txt
	@build/front_end.sh --tools

lock: ## Resolve requirements*.in and package.json again; UPGRADE=--upgrade takes newer releases
	@for name in requirements requirements-dev requirements-node; do $(LOCK) $$name.in -o $$name.txt || exit 1; done
	@npm install --package-lock-only --no-progress --loglevel=error
	@! grep -nE '"resolved"|https?://.*\.tgz' package-lock.json

messages: setup-dev ## Collect texts from the sources and merge them into app/translations
	@.venv/bin/pybabel --quiet extract --mapping-file=build/babel.cfg --keywords='N_ _ gettext ngettext:1,2' --no-location --sort-output --width=120 --project=Kelim --output-file=app/translations/messages.pot .
	@for language in he ar; do .venv/bin/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --init-missing --ignore-pot-creation-date --no-wrap --input-file=app/translations/messages.pot --output-dir=app/translations --locale=$$language || exit 1; done

docs: setup-dev ## Write the table of settings into docs/operations.md
	@.venv/bin/python -m build.settings_table

bench: setup-dev ## Measure the hot pages against a one-word page on the real server
	@exec .venv/bin/python -m bench

bench-country: setup-dev ## Measure everybody's pages beside a million learners (long; BENCH_LEARNERS asks for fewer)
	@exec .venv/bin/python -m bench.country

clean: ## Remove what builds left behind; instance/ (data and secrets) stays
	rm -rf .venv node_modules app/static/build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find app -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

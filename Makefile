# Two commands matter: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
FLASK := .venv/bin/flask --app wsgi

.PHONY: help setup setup-dev

help: ## List what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

setup: ## Make .venv from the lock file
	@build/environment.sh requirements.txt

setup-dev: ## Make .venv with the tools for tests and checks as well
	@build/environment.sh requirements.txt requirements-dev.txt

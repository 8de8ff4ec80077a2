# Hanpo's commands. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3.11
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS = never

.DEFAULT_GOAL := help
.PHONY: help setup demo check format test test-sqlite test-postgres bench messages requirements clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/.ready: requirements/uv.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Hanpo needs Python 3.11 or later: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/uv.txt -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

setup: .venv/.ready ## Install everything Hanpo needs into .venv

requirements: setup ## Compile requirements/*.in into locked lists with hashes
	@for name in uv base dev peers; do $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header requirements/$$name.in -o requirements/$$name.txt; done

check: setup ## Format, lint, types, imports, templates, migrations, translations, documents, licences, leaks
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'src/*.html' ':!:*/cotton/*')
	@command -v xgettext >/dev/null || scripts/system-packages
	@for part in templates leaks licences translations docs; do $(BIN)/python scripts/check_$$part.py || exit 1; done
	DJANGO_SETTINGS_MODULE=hanpo.config.settings_test $(BIN)/hanpo makemigrations --check --dry-run

format: setup ## Bring code and templates into form
	$(BIN)/ruff check --quiet --fix . || true
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'src/*.html' ':!:*/cotton/*') || true

.venv-peers/.ready: requirements/peers.txt | setup
	@test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	@$(BIN)/uv pip install --quiet --python .venv-peers/bin/python --require-hashes -r requirements/peers.txt
	@touch $@

bench: setup .venv-peers/.ready ## Run every benchmark and write docs/benchmarks.md
	$(BIN)/python -m bench

messages: setup ## Collect the strings to translate into the catalogue and compile it
	cd src/hanpo && ../../$(BIN)/python -m django makemessages -l en --no-location --no-wrap --no-obsolete --ignore tests --ignore migrations --ignore static
	cd src/hanpo && ../../$(BIN)/python -m django compilemessages --verbosity 0

demo: setup ## Set up and start Hanpo with the Hyogo demo at http://127.0.0.1:8000 (another port: make demo ARGS="--port 8001")
	$(BIN)/hanpo demo $(ARGS)

test: setup ## Run all tests, on SQLite and on PostgreSQL, browser ones included
	scripts/system-packages
	$(MAKE) --no-print-directory test-sqlite
	$(MAKE) --no-print-directory test-postgres

test-sqlite: setup ## Run all tests on SQLite
	$(BIN)/pytest -n 2

test-postgres: setup ## Run all tests on a throw-away PostgreSQL
	scripts/with-postgres $(BIN)/pytest -n 2

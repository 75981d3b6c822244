# `make demo` and `make test` do everything on a fresh Debian or Ubuntu machine.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3.14 || command -v python3)
APT := $(if $(filter 0,$(shell id -u)),apt-get,sudo apt-get)
export UV_PROJECT_ENVIRONMENT := $(VENV)
# Some machines forbid compiled files: every process would then compile the whole house again.
export PYTHONDONTWRITEBYTECODE :=
TEST_ARGS ?=
# One worker waits for the browser or for a process while the others compute.
WORKERS ?= $(shell n=$$(nproc); echo $$((n < 8 ? n + 1 : 8)))
PORT ?= 8000

.PHONY: demo test check fix bench messages lock clean help

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Terreau needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  echo "Installing Debian's venv module…"; \
	  $(APT) update -qq && $(APT) install -y -qq python3-venv >/dev/null && rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.runtime: $(BIN)/uv pyproject.toml requirements.lock
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime ## install, make the database and the demo data, serve, print the address
	@$(BIN)/terreau demo --port $(PORT)

.PHONY: machine
machine:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  echo "Installing Debian's Chromium for the browser tests…"; \
	  $(APT) update -qq && $(APT) install -y -qq chromium >/dev/null; }
	@command -v xgettext >/dev/null || { \
	  echo "Installing Debian's gettext, which finds missing translations…"; \
	  $(APT) update -qq && $(APT) install -y -qq gettext >/dev/null; }

test: check suite ## all tests, installing what they need

.PHONY: suite
suite: $(VENV)/.dev machine
	@$(BIN)/pytest -n $(WORKERS) --no-loadscope-reorder $(TEST_ARGS)

check: $(VENV)/.dev ## linters, types, import contracts, templates, migrations
	@$(MAKE) --no-print-directory -j2 --output-sync=target check-types check-templates check-migrations check-style

.PHONY: check-style check-types check-templates check-migrations
check-style:
	@$(BIN)/ruff format --check src tests bench conftest.py
	@$(BIN)/ruff check src tests bench conftest.py
	@$(BIN)/lint-imports --no-logo

check-types:
	@$(BIN)/mypy

check-templates:
	@$(BIN)/djlint --lint --quiet src

check-migrations:
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

fix: $(VENV)/.dev ## put code and templates into the house style
	@$(BIN)/ruff check --fix src tests bench
	@$(BIN)/ruff format src tests bench

$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.lock
	@touch $@

bench: $(VENV)/.bench ## measure on the national referential; results in docs/performances.md
	@$(BIN)/python -m bench

messages: $(VENV)/.dev ## collect the strings, compile the English translation and the French plurals
	@cd src/terreau && DJANGO_SETTINGS_MODULE=config.settings.test ../../$(BIN)/python ../../manage.py makemessages -l en --no-obsolete --add-location file
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py compilemessages -v 0
	@$(BIN)/python -m tests.consistency.write_plurals
	@$(BIN)/python -m tests.consistency.write_typography

lock: $(BIN)/uv ## freeze the versions, with hashes
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate -c requirements.lock pyproject.toml --group dev -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate -c requirements-dev.lock pyproject.toml --group bench -o requirements-bench.lock

clean: ## remove what was built; the data in var/ stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

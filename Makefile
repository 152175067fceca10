# Everything one does with a checkout. `make` alone lists it.

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# Files, not tests, are dealt out to the two workers: a file's tests share what is costly to start. The longest files
# come first (tests/conftest.py), which are not those with the most tests.
WORKERS ?= 2
PARALLEL := --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
export PYTHON

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test quick lint types imports check format bench settings roles lock upgrade clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run ## Start Huiyin with the demonstration city, in one process, at http://127.0.0.1:8080
	@exec $(BIN)/huiyin up --demo

test: .venv/dev ## All tests, with real servers and a browser (installs those with apt where missing)
	scripts/need postgresql rabbitmq chromium chinese-fonts
	$(PYTEST) $(PARALLEL)

quick: .venv/dev ## The tests that need no server: seconds
	$(PYTEST) -m "not (db or broker or browser or fault or process)"

lint: .venv/dev ## ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/dev ## mypy, strict
	$(BIN)/mypy

imports: .venv/dev ## The arrows of the architecture, held by import-linter
	$(BIN)/lint-imports

check: lint types imports test ## All of the above, as CI does

format: .venv/dev ## Sort imports and format
	$(BIN)/ruff check --select I --fix
	$(BIN)/ruff format

bench: .venv/dev ## Measure speed (takes minutes; needs a quiet machine)
	scripts/need postgresql rabbitmq
	$(BIN)/python -m bench

settings: .venv/dev ## Write the tables of docs/settings.md from the code
	$(BIN)/python -m scripts.settings_page

roles: .venv/dev ## Write the tables of docs/people.md from the code
	$(BIN)/python -m scripts.roles_page

lock: .venv/dev ## Write the lock files anew after a change in pyproject.toml, keeping versions
	scripts/lock

upgrade: .venv/dev ## Write the lock files anew with the newest versions
	scripts/lock --upgrade

clean: ## Remove what make and the tools made; the data under var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/pyvenv.cfg:
	scripts/make-venv .venv

.venv/run: requirements.lock pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing Python packages into .venv (once, a minute or so) ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/dev: requirements-dev.lock .venv/run
	@echo "Installing the tools for development into .venv ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

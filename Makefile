# Everything a developer or an operator does by hand. `make` alone lists the verbs.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export UV_PYTHON_DOWNLOADS := never
export KETTLE_TEST_WORKERS ?= 3

.PHONY: help setup run test check prove bench format words docs lock

help: ## list these verbs
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(READY) ## make the virtual environment with the locked libraries

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Kettle needs Python 3.11 or newer: try make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || true
	@if [ -x $(BIN)/uv ]; then \
	  $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

run: setup ## the demo, with the invented town, on 127.0.0.1:8000
	KETTLE_MODE=$${KETTLE_MODE:-demo} $(BIN)/kettle run

test: setup ## every test but the long proofs, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -q -n $(KETTLE_TEST_WORKERS) --dist worksteal -m "not proof"

check: setup ## what CI insists on: style, types, import contracts, pages, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet app/web
	$(MAKE) test

prove: setup ## the long proofs: races, kills, clock changes, burst
	KETTLE_TEST_PROFILE=proof $(BIN)/python -m pytest -q -n $(KETTLE_TEST_WORKERS) -m proof

bench: setup ## measure speed and size beside the machine's own limit
	$(BIN)/python -m benchmarks

format: setup ## make the code look alike
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

words: setup ## check the words people send and the screens' translations
	$(BIN)/python -m pytest -q tests/content

docs: setup ## take the pictures for the README again
	$(BIN)/python -m tests.pictures

lock: ## choose the newest libraries again and write requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra dev pyproject.toml -o requirements.lock

# Marsad. Every target below works on a fresh clone with git, make and Python 3.11 or newer: what it needs, it sets up.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.marsad-ready
DATA := $(or $(MARSAD_DATA_DIR),data)
WORKERS ?= 2
PORT ?= 3000

# Nothing that runs from here reports home.
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help:  ## This list
	@echo "Marsad: daily Arabic human-rights reports as a warehouse. Targets:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-17s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(READY)  ## Create .venv with every pinned dependency (a second call is instant)
	@echo "$(VENV) is ready. Next: make demo, or $(BIN)/marsad --help"

# The newest Python on the path that is 3.11 or later; a broken shim is passed over.
$(READY): requirements/dev.txt requirements/uv.txt pyproject.toml
	@python=""; \
	for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	  if "$$candidate" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "marsad: no Python 3.11, 3.12 or 3.13 with venv on the PATH (on Debian: make debian-packages; else: make setup PYTHON=/path/to/python3.11)" >&2; exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version): pinned packages with their hashes, about a minute the first time"; \
	[ -x $(BIN)/python ] || "$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt \
	  || { echo "uv could not install them; pip tries, which takes some minutes"; $(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt; }
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: demo
demo: $(READY)  ## The whole pipeline on the bundled sample site, offline, in about two minutes
	@echo "Fetches eight weeks of bundled sample reports from a site on this machine, reads them, builds the"
	@echo "warehouse through Dagster and dbt, and prints what it holds. Everything is written to $(DATA)/."
	@$(BIN)/marsad demo
	@echo
	@echo "Next: make ui (the pipeline in a browser), make docs (every table and column), $(BIN)/marsad extract FILE"

.PHONY: test
test: $(READY)  ## All tests: unit, golden, integration (servers on loopback), end to end
	@echo "Runs every test on $(WORKERS) processes. Only the fast ones: $(BIN)/pytest tests/unit tests/golden"
	@status=0; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS) || status=$$?; \
	if [ $$status -ne 0 ]; then echo "Next: rerun what failed with $(BIN)/pytest --last-failed -n 0"; fi; \
	exit $$status

.PHONY: lint lint-python lint-sql
lint: $(READY)  ## ruff, mypy and sqlfluff, side by side
	@$(MAKE) --jobs=2 --output-sync=target lint-python lint-sql

lint-python: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lint-sql: $(READY)
	$(BIN)/sqlfluff lint sql --disable-progress-bar

.PHONY: format
format: $(READY)  ## Let ruff and sqlfluff mend what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix sql --disable-progress-bar

.PHONY: bench
bench: $(READY)  ## Timings on this machine: start-up, extraction, and what else lies in benchmarks/
	@$(BIN)/python -m benchmarks

.PHONY: ui
ui: $(READY)  ## Dagster's web pages on http://127.0.0.1:3000 (backfills, runs, checks); PORT=… for another port
	@$(BIN)/python -m dagster_project.ui --port $(PORT)

.PHONY: docs
docs: $(READY)  ## The data dictionary: every table and column of the warehouse as one HTML page
	@$(BIN)/python -m dagster_project.data_dictionary

.PHONY: notebook
notebook: $(READY)  ## Ten worked questions to the warehouse, in a browser on this machine
	@MARIMO_SKIP_UPDATE_CHECK=1 $(BIN)/marimo edit --host 127.0.0.1 notebooks/questions.py

.PHONY: lock
lock: $(READY)  ## Compile requirements/*.txt anew from pyproject.toml, with hashes
	@command -v uv >/dev/null || { echo "marsad: make lock needs uv (https://docs.astral.sh/uv/)" >&2; exit 1; }
	echo uv | uv pip compile - --python-version 3.11 $(LOCK_FLAGS) -o requirements/uv.txt
	uv pip compile pyproject.toml --extra dev --extra spark --python-version 3.11 $(LOCK_FLAGS) -o requirements/dev.txt
	uv pip compile pyproject.toml --extra spark --python-version 3.11 $(LOCK_FLAGS) -c requirements/dev.txt -o requirements/spark.txt
	uv pip compile pyproject.toml --python-version 3.11 $(LOCK_FLAGS) -c requirements/dev.txt -o requirements/main.txt

LOCK_FLAGS := --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header

# One package a line with the reason after it. The tests need none: their S3 server comes with requirements/dev.txt, no
# browser is driven, and the tool that runs a real WordPress, without which that test is skipped, installs its own.
define DEBIAN_PACKAGES
python3-venv to create .venv
endef
export DEBIAN_PACKAGES

.PHONY: debian-packages
debian-packages:  ## Install what is missing of the Debian packages that setup needs, as root (the tests need none)
	@missing=""; \
	while read -r package reason; do \
	  [ -n "$$package" ] || continue; \
	  if [ "$$package" = python3-venv ] && $(or $(PYTHON),python3) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then continue; fi; \
	  if dpkg-query -W -f '$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed'; then continue; fi; \
	  echo "Debian package $$package: $$reason"; missing="$$missing $$package"; \
	done <<< "$$DEBIAN_PACKAGES"; \
	if [ -z "$$missing" ]; then echo "Debian packages: nothing is missing"; exit 0; fi; \
	sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -qq; \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends $$missing

.PHONY: clean
clean:  ## Remove caches and build folders; data/ and .venv stay
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis sql/target sql/logs *.egg-info
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -print0 | xargs -0r rm -rf

# `make demo` and `make test` need Python 3.11 or newer and make; they set up what else they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help setup setup-dev browser demo test check docs lock bench faults soak clean

help:  ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

setup: $(VENV)/.installed  ## Make the environment that the program needs

setup-dev: $(VENV)/.installed-dev  ## Make the environment that development needs

demo: setup  ## Crawl a loopback world of invented outlets, judge its stories, and show why
	$(BIN)/corroborate demo

browser:  # The tests of the desk's pages need a Chromium; where it is missing and may be installed, it is
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null; } || \
	  echo "no Chromium: the tests that need one say so" >&2

test: setup-dev browser  ## Run the tests
	$(BIN)/python -m pytest

check: setup-dev  ## Format, lint, types, documentation: what CI runs before the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/cog --check --check-fail-msg "run make docs" docs/*.md
	$(BIN)/python -m pip check

docs: setup-dev  ## Write the generated pages of docs/ anew
	PYTHONPATH=. $(BIN)/cog -r docs/*.md

lock: setup-dev  ## Write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra build --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet --output-file requirements-dev.lock

bench: setup-dev  ## Measure everything and its peers, about 40 minutes, and write docs/benchmarks.md; QUICK=1 for tiny sizes
	$(BIN)/python -m bench.whole $(if $(QUICK),--quick,); code=$$?; \
	  PYTHONPATH=. $(BIN)/cog -r docs/benchmarks.md && exit $$code

faults: setup-dev  ## Disturb cycles in every way (kill -9, full disk, wrong clock, …), some minutes; LONG=1 for an hour
	PYTHONPATH=. $(BIN)/python -m bench.cycle_faults $(if $(LONG),--long,)

soak: setup-dev  ## Cycles, faults, kills, readers and an editor on a growing web, into docs/operating.md; MINUTES=60
	PYTHONPATH=. $(BIN)/python -m bench.soak --minutes $(or $(MINUTES),60) --publish; code=$$?; \
	  PYTHONPATH=. $(BIN)/cog -r docs/operating.md && exit $$code

clean:  ## Remove the environment and what the demo made
	rm -rf $(VENV) demo-world

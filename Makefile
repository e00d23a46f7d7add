# Wasl. `make run` needs Python 3.11 and git; everything else is installed into this folder.
PYTHON ?= python3.11
TESTS ?= tests
JOBS ?= 2
.DEFAULT_GOAL := help
.PHONY: help run test lint doctor bench install install-dev stop

help: ## Show the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: install ## Install, start everything, load the demo firms (PORT, HOST, DATABASE_URL, REDIS_URL)
	@exec .venv/bin/python -m crm.runner serve --tied

stop: ## Stop what runs from this folder
	@exec .venv/bin/python -m crm.runner stop

test: install-dev ## Install and run the whole test suite (TESTS=tests/sales JOBS=4)
	@exec .venv/bin/python -m pytest -n $(JOBS) $(TESTS)

lint: install-dev ## Check style and formatting
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

doctor: install ## Say what is wrong with this machine or its services, and what to do
	@exec .venv/bin/python -m crm.runner doctor

bench: install-dev ## Measure pages against a bare Django view, and an import (some ten minutes, on a quiet machine)
	@broken=0; for what in benchmarks benchmarks.imports; do .venv/bin/python -m $$what || broken=1; done; exit $$broken

install: python
	@exec $(PYTHON) crm/runner/install.py

install-dev: python
	@exec $(PYTHON) crm/runner/install.py --dev

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "wasl: $(PYTHON) is missing: install Python 3.11, or say where it is with PYTHON=..." >&2; exit 1; }

# Wasl. `make run` needs Python 3.11 and git; everything else is installed into this folder.
PYTHON ?= python3.11
TESTS ?= tests
JOBS ?= 2
.DEFAULT_GOAL := help
.PHONY: help run test lint doctor backup restore bench install install-dev stop storm audit

help: ## Show the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: install ## Install, start everything, load the demo firms (PORT, HOST, DATABASE_URL, REDIS_URL)
	@exec .venv/bin/python -m crm.runner serve --tied

stop: ## Stop what runs from this folder
	@exec .venv/bin/python -m crm.runner stop

test: install-dev ## Install and run the whole test suite (TESTS=tests/sales JOBS=4)
	@exec .venv/bin/python -m pytest -n $(JOBS) $(TESTS)

storm: install-dev ## Kill everything at random for two minutes under load, and count what is left
	@WASL_STORM=120 exec .venv/bin/python -m pytest -n 0 -s tests/flows/test_random_kills.py

audit: install ## Look up known holes in what the locks name (needs the network)
	@exec .venv/bin/python -m crm.runner.advisories

lint: install-dev ## Check style and formatting
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

doctor: install ## Say what is wrong with this machine or its services, and what to do
	@exec .venv/bin/python -m crm.runner doctor

backup: install ## Save the database and all files into var/backups (BACKUP_DIR)
	@exec .venv/bin/python -m crm.runner backup

restore: install ## Prove the newest backup in a scratch database (BACKUP=file); INTO=this-installation brings it back
	@exec .venv/bin/python -m crm.runner restore $(BACKUP) $(if $(filter this-installation,$(INTO)),--into-this-installation)

bench: install-dev ## Measure pages, imports, bulk changes and fifty members at once (half an hour, on a quiet machine)
	@broken=0; for what in benchmarks.spellings benchmarks benchmarks.imports benchmarks.bulk benchmarks.crowd; do .venv/bin/python -m $$what || broken=1; done; exit $$broken

install: python
	@exec $(PYTHON) crm/runner/install.py

install-dev: python
	@exec $(PYTHON) crm/runner/install.py --dev

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "wasl: $(PYTHON) is missing: install Python 3.11, or say where it is with PYTHON=..." >&2; exit 1; }

"""The pytest plugin that gives every test real services. Loaded before settings (`-p tests.services`).

DATABASE_URL and REDIS_URL win when set; else a fast, unsafe set of embedded services runs under `var/test`
for as long as any test process lives. The databases on it are the business of tests.databases.
"""

import os
import shutil
import uuid
from pathlib import Path

import pytest

from crm.runner.faults import Fault
from crm.runner.messages import compile_messages
from crm.runner.places import var_folder
from crm.runner.services import NAMES, Services

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHELL = shutil.which("chromium-headless-shell") or BROWSER  # the same engine without the frame around it: half the time
NO_BROWSER = "There is no Chromium here, so the tests that drive one were left out: install the package chromium."


def _embedded(base):
    services = Services(base, throwaway=True)
    services.join()
    try:
        addresses = services.ensure()
    except Fault as fault:
        pytest.exit(f"wasl: {fault}", returncode=3)
    for name, value in addresses.items():
        os.environ.setdefault(name, value)
    return services


def _prepare_environment():
    """Runs at import: in the leading process, and again in each xdist worker, which inherits its environment."""
    services = None
    if WORKER == "main":
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of many processes compiles all of it anew
        compile_messages()
        base = var_folder() / "test"
        os.environ["WASL_TEST_BASE"] = str(base)
        os.environ["WASL_TEST_RUN"] = uuid.uuid4().hex[:8]
        os.environ["SECRET_KEY"] = "only-for-tests"
        os.environ["PUSH_KEY"] = "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtLi4"  # the same
        os.environ["PUBLIC_URL"] = "http://testserver"
        os.environ.pop("EMAIL_URL", None)
        if not all(os.environ.get(name) for name in NAMES):
            services = _embedded(base)
    elif os.environ["REDIS_URL"].startswith("unix://"):
        number = int("".join(filter(str.isdigit, WORKER))) + 1
        os.environ["REDIS_URL"] = os.environ["REDIS_URL"].partition("?")[0] + f"?db={number}"
    run = os.environ["WASL_TEST_RUN"]
    os.environ["CACHE_PREFIX"] = f"test-{run}-{WORKER}"
    os.environ["WASL_VAR"] = str(Path(os.environ["WASL_TEST_BASE"]) / f"run-{run}" / WORKER)
    Path(os.environ["WASL_VAR"]).mkdir(parents=True, exist_ok=True)
    return services


_services = _prepare_environment()  # its claim on the services lasts as long as this process


def pytest_configure(config):
    """Only now: what is registered after pytest-django overrides its fixtures."""
    config.pluginmanager.import_plugin("tests.databases")


def pytest_collection_modifyitems(config, items):
    """Leave out what drives a browser where there is none. The report says so."""
    if not BROWSER:
        driven = [item for item in items if item.get_closest_marker("browser")]
        items[:] = [item for item in items if item not in driven]
        config.hook.pytest_deselected(items=driven)


def pytest_report_header():
    return f"browser: {BROWSER or NO_BROWSER}"


def pytest_terminal_summary(terminalreporter):
    if not BROWSER and WORKER == "main":
        terminalreporter.write_line(NO_BROWSER)


def pytest_unconfigure(config):
    if WORKER == "main":
        shutil.rmtree(Path(os.environ["WASL_VAR"]).parent, ignore_errors=True)

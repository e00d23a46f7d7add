"""The test databases.

One template is migrated for each state of the migrations; every test process works on a clone of it: alias
`default` as the plain role crm_app, alias `owner` as the role that owns the tables.

Fixtures: `db` (rolled back), `committed_db` (the test commits; all tables are emptied after it) and
`service_env` (the environment for a real worker or server started by a test).
"""

import fcntl
import hashlib
import os
import re
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from crm.runner.places import ROOT
from crm.runner.postgres import GRANTS
from tests import remembering

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATES_KEPT = 3
IMPORTED = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)
KEPT_BY_NAME = ("django_migrations", "django_content_type", "auth_permission")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "committed_db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True, databases="__all__"), append=False)


class Databases:
    """Makes, clones and drops databases through one connection as the owner."""

    def __init__(self, url):
        self.url = url

    def connect(self, name):
        return psycopg.connect(self.url, dbname=name, autocommit=True)

    def command(self, statement, *names):
        with self.connect("postgres") as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def names(self, prefix):
        """Databases whose name starts so, oldest first."""
        with self.connect("postgres") as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [prefix]
            )
            return [name for (name,) in found]

    def template(self):
        """The name of a database migrated to the present state of the code; made by whoever comes first."""
        name = f"wasl_template_{_migrations_hash()}"
        with _one_at_a_time("template"):
            if name not in self.names("wasl_template_"):
                self._make_template(name)
                for old in self.names("wasl_template_")[:-TEMPLATES_KEPT]:
                    self.command("DROP DATABASE IF EXISTS {}", old)
        return name

    def _make_template(self, name):
        building = f"test_building_{os.getpid()}"
        self.command("DROP DATABASE IF EXISTS {} WITH (FORCE)", building)
        self.command("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", building)
        with self.connect(building) as connection:
            connection.execute(GRANTS)
        point_connections_at(building)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        close_connections()
        self.command("ALTER DATABASE {} RENAME TO {}", building, name)

    def clone(self, template, name):
        with _one_at_a_time("clone"):  # a template that is being copied may not be looked at
            self.command("CREATE DATABASE {} TEMPLATE {}", name, template)

    def drop(self, name):
        try:
            self.command("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        except (
            psycopg.errors.InsufficientPrivilege
        ):  # the server's own vacuum is at it, and goes for the plain form only
            self.command("DROP DATABASE IF EXISTS {}", name)


@contextmanager
def _one_at_a_time(name):
    with (Path(os.environ["WASL_TEST_BASE"]) / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrations_hash():
    """Changes when a migration, an SQL file, or the code that migrations call does."""
    files = {ROOT / "requirements.lock"}
    for config in apps.get_app_configs():
        files.update(Path(config.path).glob("migrations/*.py"))
    for path in list(files):
        called = (ROOT / f"{name.replace('.', '/')}.py" for name in IMPORTED.findall(path.read_text()))
        files.update(module for module in called if module.exists())
    for app in ("crm", "contacts", "sales", "marketing", "service", "reports"):
        files.update((ROOT / app).rglob("*.sql"))
    files.update((ROOT / "crm" / "tenants").glob("*.py"))
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def close_connections():
    for connection in connections.all(initialized_only=True):
        connection.close()


def point_connections_at(name):
    """Let both aliases of this process, in every thread, speak to the named database."""
    close_connections()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


class Emptier:
    """Empties what a test committed. As the owner, since the plain role may not truncate."""

    def __init__(self, connection):
        self.connection = connection
        self.kept = {*KEPT_BY_NAME, *self._touched()}  # what migrations filled in stays
        connection.execute("SET lock_timeout = '20s'")

    def _touched(self):
        """Tables that hold anything on disk; no question of row security."""
        found = self.connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND pg_relation_size(oid) > 0"
        )
        return [name for (name,) in found]

    def _alone(self):
        """Whether nobody else works in the database: a page that was open may still be asking for something."""
        busy = self.connection.execute(
            "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return busy.fetchone() is None

    def __call__(self):
        patience = time.monotonic() + 10
        while not self._alone() and time.monotonic() < patience:
            time.sleep(0.05)
        names = [sql.Identifier(name) for name in self._touched() if name not in self.kept]
        if names:
            statement = sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(names))
            self.connection.execute(statement)
            remembering.forget()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """pytest-django's own, replaced: a clone of the migrated template for this test process."""
    databases = Databases(os.environ["DATABASE_URL"])
    name = f"test_wasl_{os.environ['WASL_TEST_RUN']}_{WORKER}"
    with django_db_blocker.unblock():
        databases.clone(databases.template(), name)
        point_connections_at(name)
    address = urlsplit(os.environ["DATABASE_URL"])
    os.environ["DATABASE_URL"] = address._replace(path=f"/{name}").geturl()
    owner = databases.connect(name)
    original, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, _empty_after
    TransactionTestCase.empty_tables = Emptier(owner)
    yield
    TransactionTestCase._fixture_teardown = original
    owner.close()
    with django_db_blocker.unblock():
        close_connections()
        databases.drop(name)


def _empty_after(case):
    """Stands in for Django's flush, which would truncate as the plain role."""
    close_connections()  # an open transaction would keep its locks
    TransactionTestCase.empty_tables()


@pytest.fixture
def committed_db(transactional_db):
    """The database for a test that commits: real workers, a live server, several connections."""


@pytest.fixture
def service_env(django_db_setup):
    """The environment for a process of ours that shall see this test process's database and queue."""
    return dict(os.environ)


@pytest.fixture(autouse=True)
def _cold_cache(request):
    yield
    if "django_db_setup" in request.fixturenames:
        cache.clear()

"""Each thing that can stand in the way is really put there, and the sentence says what to do."""

import socket
import subprocess
import sys

import psycopg
import pytest

from crm.runner import preflight
from crm.runner.faults import Fault
from crm.runner.places import ROOT
from crm.runner.postgres import GRANTS
from crm.runner.services import Services
from tests.crm.runner.processes import environment, free_port, runner, var_folder

pytestmark = pytest.mark.xdist_group("preflight")


@pytest.fixture(scope="module")
def services():
    with var_folder() as var:
        found = Services(var, throwaway=True)
        found.join()
        found.ensure()
        yield found
        found._membership.close()
        found.stop()


@pytest.fixture
def database(services, request):
    """Makes a database with the given words of CREATE DATABASE and returns its address for the owner."""
    made = []

    def make(words="", owner="crm_owner"):
        name = f"pre_{len(made)}"
        with services.cluster.connect() as postgres:
            postgres.execute(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 {words}")
        made.append(name)
        return services.cluster.url(name)

    yield make
    with services.cluster.connect() as postgres:
        for name in made:
            postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def superuser(services):
    """Runs statements as the superuser; the second of each pair undoes the first after the test."""
    undo = []

    def run(statement, undoing, database="postgres"):
        with services.cluster.connect(database) as connection:
            connection.execute(statement)
        undo.append((undoing, database))

    yield run
    for statement, name in reversed(undo):
        with services.cluster.connect(name) as connection:
            connection.execute(statement)


def refusal(url):
    with pytest.raises(Fault) as caught:
        preflight.check_database(url)
    return str(caught.value)


def test_a_good_database_passes_and_stays_as_it_was(database):
    url = database()
    assert "PostgreSQL 18" in preflight.check_database(url)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'").fetchone() == (0,)


def test_a_locale_under_which_trigrams_see_no_arabic(database):
    sentence = refusal(database("LOCALE_PROVIDER libc LOCALE 'C'"))
    assert "LC_CTYPE=C" in sentence
    assert "LOCALE 'C.UTF-8'" in sentence


def test_another_encoding(database):
    assert "SQL_ASCII" in refusal(database("ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"))


def test_an_old_server(database, monkeypatch):
    monkeypatch.setattr(preflight, "OLDEST", 99)
    assert "is too old: Wasl needs version 99 or later" in refusal(database())


def test_a_superuser(services, database):
    url = database().replace("crm_owner@", "postgres@")
    assert "postgres is a superuser" in refusal(url)


def test_a_login_that_bypasses_row_security(database, superuser):
    superuser("ALTER ROLE crm_owner BYPASSRLS", "ALTER ROLE crm_owner NOBYPASSRLS")
    assert "crm_owner is a role with BYPASSRLS" in refusal(database())


@pytest.mark.parametrize(
    ("power", "words"), [("SUPERUSER", "is a superuser"), ("BYPASSRLS", "bypasses row-level security")]
)
def test_a_plain_role_with_too_much_power(database, superuser, power, words):
    superuser(f"ALTER ROLE crm_app {power}", f"ALTER ROLE crm_app NO{power}")
    sentence = refusal(database())
    assert f"crm_app {words}" in sentence
    assert f"ALTER ROLE crm_app NO{power}" in sentence


def test_a_plain_role_that_can_become_the_owner(database, superuser):
    superuser("REVOKE crm_app FROM crm_owner", "GRANT crm_app TO crm_owner WITH INHERIT FALSE, SET TRUE")
    superuser("GRANT crm_owner TO crm_app", "REVOKE crm_owner FROM crm_app")
    assert "may not become crm_app" in refusal(database())


def test_a_login_that_may_not_become_the_plain_role(database, superuser):
    superuser("REVOKE crm_app FROM crm_owner", "GRANT crm_app TO crm_owner WITH INHERIT FALSE, SET TRUE")
    assert "GRANT crm_app TO crm_owner" in refusal(database())


def test_a_missing_plain_role(database, superuser):
    superuser("ALTER ROLE crm_app RENAME TO crm_elsewhere", "ALTER ROLE crm_elsewhere RENAME TO crm_app")
    assert "no role crm_app" in refusal(database())


def test_startup_options_that_get_lost_on_the_way(database, monkeypatch):
    url, connect = database(), psycopg.connect
    with monkeypatch.context() as patch:
        patch.setattr(psycopg, "connect", lambda address, options=None, **more: connect(address, **more))
        assert "drops their startup options" in refusal(url)


def test_the_web_server_refuses_to_serve_without_the_wall(services, database):
    url = database().replace("crm_owner@", "postgres@")
    addresses = {"DATABASE_URL": url, "REDIS_URL": services.valkey.url, "SECRET_KEY": "x", "PORT": str(free_port())}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "crm/runner/gunicorn.py", "crm.wsgi:application"],
        cwd=ROOT,
        env=environment(services.places.var, **addresses),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "postgres is a superuser" in done.stderr
    assert "Booting worker" not in done.stderr


def test_a_table_that_belongs_to_the_plain_role(database, superuser):
    url = database()
    name = url.rpartition("/")[2]
    superuser("CREATE TABLE held (id int); ALTER TABLE held OWNER TO crm_app", "DROP TABLE held", name)
    assert "The table held belongs to crm_app" in refusal(url)


def test_a_table_that_the_plain_role_may_not_use(database):
    url = database()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE closed (id int)")
    assert "may not use the table closed" in refusal(url)


def test_tables_made_after_the_grants_are_usable(database):
    url = database()
    with psycopg.connect(url) as connection:
        connection.execute(GRANTS)
        connection.execute("CREATE TABLE usable (id int)")
    preflight.check_database(url)


def test_an_extension_that_is_not_there(database, monkeypatch):
    monkeypatch.setattr(preflight, "EXTENSIONS", ("no_such_extension",))
    assert "no extension no_such_extension: install the contrib package" in refusal(database())


def test_an_extension_that_the_owner_may_not_install(database):
    url = database(owner="postgres")
    assert "run CREATE EXTENSION pg_trgm in the database pre_0" in refusal(url)


def test_a_database_that_is_not_there(services):
    assert "does not answer" in refusal(services.cluster.url("nowhere"))
    assert "correct DATABASE_URL" in refusal("postgres://crm_owner@127.0.0.1:1/wasl")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("redis://127.0.0.1:1/0", "Connection refused"),
        ("unix:///nowhere/valkey.sock", "No such file"),
        ("http://127.0.0.1/", "begins with http://"),
    ],
)
def test_a_queue_that_does_not_answer(url, reason):
    with pytest.raises(Fault, match="correct REDIS_URL") as caught:
        preflight.check_queue(url)
    assert reason in str(caught.value)


def test_a_queue_that_wants_another_password(services):
    url = services.valkey.url.replace("unix://", "unix://:wrong@", 1)
    with pytest.raises(Fault, match="AUTH|WRONGPASS"):
        preflight.check_queue(url)
    preflight.check_queue(services.valkey.url)


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_serving_on_a_taken_port_says_so_and_fails(services, taken_port):
    done = runner("serve", var=services.places.var / "other", PORT=str(taken_port))
    assert done.returncode == 1
    assert f"Port {taken_port} on 127.0.0.1 is taken by another program" in done.stderr
    assert f"PORT={taken_port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ("http", "0", "70000"))
def test_serving_on_no_port_says_so(services, port):
    done = runner("serve", var=services.places.var / "other", PORT=port)
    assert done.returncode == 1
    assert "is not a port" in done.stderr


def test_serving_on_an_address_of_another_machine_says_so():
    with pytest.raises(Fault, match="Cannot listen on 192.0.2.1"):
        preflight.check_port("192.0.2.1", 8000)


def test_serving_as_a_superuser_is_refused(services, database):
    url = database().replace("crm_owner@", "postgres@")
    addresses = {"DATABASE_URL": url, "REDIS_URL": services.valkey.url}
    done = runner("serve", var=services.places.var / "other", PORT=str(free_port()), **addresses)
    assert done.returncode == 1
    assert "postgres is a superuser" in done.stderr


def test_the_doctor_names_what_is_wrong(services, database, taken_port):
    url = database("LOCALE_PROVIDER libc LOCALE 'C'")
    addresses = {"DATABASE_URL": url, "REDIS_URL": services.valkey.url, "PORT": str(taken_port)}
    done = runner("doctor", var=services.places.var / "other", **addresses)
    assert done.returncode == 1
    assert "FAULT  database" in done.stdout
    assert "FAULT  address" in done.stdout
    assert "ok     queue" in done.stdout
    assert "2 of these checks failed" in done.stderr

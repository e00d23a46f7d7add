"""PostgreSQL and Valkey in the background come back whatever is killed, and leave when they should."""

import os
import stat
from contextlib import suppress

import psycopg
import pytest
import redis

from crm.runner.services import Services
from tests.crm.runner.processes import all_gone, children, family, kill, until, var_folder

pytestmark = pytest.mark.xdist_group("services")


@pytest.fixture(scope="module")
def services():
    with var_folder() as var:
        found = Services(var)
        found.ensure()
        yield found
        found.stop()


def keeper(services):
    return services.holder()[0]


def child(services, name):
    return until(lambda: next((p for p, words in children(keeper(services)).items() if name in words), None))


def works(services):
    addresses = services.read_env()
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        connection.execute("SELECT 1")
    with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
        return client.ping()


def test_they_answer_at_the_addresses_in_the_file(services):
    assert works(services)


def test_only_the_owner_may_read_the_addresses_and_the_key(services):
    assert stat.S_IMODE(services.places.env_file.stat().st_mode) == 0o600
    assert len(services.read_env()["SECRET_KEY"]) > 40


def test_asking_again_changes_nothing(services):
    before = services.read_env(), keeper(services)
    services.ensure()
    assert (services.read_env(), keeper(services)) == before


@pytest.mark.parametrize("name", ("postgres", "valkey-server"))
def test_a_killed_server_comes_back(services, name):
    before = child(services, name)
    everyone = family(before)
    kill(before)
    all_gone(everyone)
    until(services.answering, what=name)
    assert child(services, name) != before
    assert works(services)


def test_a_killed_keeper_takes_its_servers_along_and_the_next_start_recovers(services):
    everyone = family(keeper(services))
    kill(keeper(services))
    all_gone(everyone)
    services.ensure()
    assert works(services)


def everything_killed(services):
    """The keeper first, who would start the servers again."""
    first, everyone = keeper(services), family(keeper(services))
    for each in sorted(everyone, key=lambda one: one.pid != first):
        with suppress(ProcessLookupError):
            kill(each.pid)
    all_gone(everyone)


def test_all_killed_at_once_lose_no_data_and_the_next_start_recovers():
    with var_folder() as var:
        found = Services(var)
        found.ensure()
        with psycopg.connect(found.read_env()["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        everything_killed(found)
        found.ensure()
        with psycopg.connect(found.read_env()["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
        assert works(found)
        found.stop()


def test_throwaway_services_killed_at_once_start_again():
    with var_folder() as var:
        found = Services(var, throwaway=True)
        found.join()
        found.ensure()
        everything_killed(found)
        found.ensure()
        assert works(found)
        found.stop()


def test_lock_files_that_name_a_stranger_do_not_keep_postgres_from_starting(services):
    services.stop()
    for lock in (services.places.postgres / "postmaster.pid", services.places.sockets / ".s.PGSQL.5432.lock"):
        lock.write_text(f"{os.getpid()}\n{services.places.postgres}\n1\n5432\n{services.places.sockets}\n\n\nready\n")
        os.chown(lock, services.places.account.uid, services.places.account.gid)
    services.ensure()
    assert works(services)


def test_stopping_leaves_no_process(services):
    everyone = family(keeper(services))
    assert services.stop()
    all_gone(everyone)
    assert not services.stop()
    services.ensure()


def test_throwaway_services_end_with_their_last_user(services):
    with var_folder() as var:
        first, second = Services(var, throwaway=True), Services(var, throwaway=True)
        first.join()
        second.join()
        first.ensure()
        everyone = family(keeper(first))
        first._membership.close()
        assert works(second)
        assert second.holder()
        second._membership.close()
        all_gone(everyone)


def test_a_signal_to_the_terminal_does_not_reach_them(services):
    """Ctrl-C goes to the foreground group: whoever started them must not take them along."""
    assert os.getsid(keeper(services)) != os.getsid(0)

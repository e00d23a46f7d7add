"""A worker that dies in the middle of a piece, at whatever statement: nothing twice, nothing lost."""

import pytest
from django.db import IntegrityError, connection, transaction

from contacts.people.models import Contact, ContactPoint
from crm.tenants import bulk
from crm.transfer import pieces
from crm.transfer.actions import undo
from crm.transfer.models import ImportJob
from tests import make
from tests.crm.transfer.dumps import changed, dump
from tests.crm.transfer.files import started
from tests.crm.transfer.sayings import sayings

State, Repeats = ImportJob.State, ImportJob.Repeats
PEOPLE = """Name,Phone,Email,Company,City,Birthday,Tags
Noura Al-Harbi,0551204477,noura@example.com,Najd Towers,Jeddah,1990-02-03,vip
Karim Said,0501112233,karim@example.com,Blue Door,Riyadh,13/13/1990,
Noura Alharbi,0551204477,,NAJD TOWERS,,,south
Known One,0507777777,known@example.com,Blue Door,,,
Karim Said,0501112233,,Green Gate,,1985-05-05,late
,,,,,,nobody
Known One,0507777777,,,Mecca,,twice
"""


class PowerCut(BaseException):
    """Nothing catches it, as nothing outlives a cut."""


class Breaker:
    """Lets so many statements through and fails at the next, before it is sent or after it was done."""

    def __init__(self, through, error, *, after=False, times=1_000):
        self.left, self.error, self.after, self.times = through, error, after, times

    def __call__(self, execute, sql, params, many, context):
        if "SAVEPOINT" in sql:
            return execute(sql, params, many, context)
        self.left -= 1
        broken = self.left < 0 and self.times
        result = None if broken and not self.after else execute(sql, params, many, context)
        if broken:
            self.times -= 1
            raise self.error
        return result


def broken_piece(job_id, through, *, after):
    """Whether the piece came to its end before the cut."""
    try:
        with transaction.atomic(), connection.execute_wrapper(Breaker(through, PowerCut(), after=after)):
            pieces.resume(job_id)
    except PowerCut:
        return False
    return True


def carry_on(job, *, after=False):
    """Do the rest of the import's pieces, each broken off at each of its statements before it is done. Returns how
    often."""
    cuts = 0
    while True:
        job.refresh_from_db()
        if not job.is_busy:
            return cuts
        through = 0
        while not broken_piece(job.pk, through, after=after):
            through += 1
            cuts += 1


def undisturbed(job):
    while job.is_busy:
        pieces.resume(job.pk)
        job.refresh_from_db()


@pytest.fixture
def known(arabic, owner, monkeypatch):
    monkeypatch.setattr(pieces, "TAKEN_AT_ONCE", 3)
    monkeypatch.setattr(pieces, "STAGED_AT_ONCE", 2)
    return make.contact("Known One", by=owner, phones=["+966507777777"])


def sayings_of_an_undisturbed_run(owner, repeats):
    with transaction.atomic():
        job = started(PEOPLE, by=owner, repeats=repeats)
        undisturbed(job)
        told = sayings()
        transaction.set_rollback(True)
    return told


@pytest.mark.parametrize("after", [False, True], ids=["before it is sent", "after it was done"])
@pytest.mark.parametrize("repeats", Repeats)
def test_an_import_cut_off_at_every_statement_says_what_an_undisturbed_one_says(repeats, after, known, owner):
    expected = sayings_of_an_undisturbed_run(owner, repeats)
    job = started(PEOPLE, by=owner, repeats=repeats)
    assert carry_on(job, after=after) > 40
    assert job.state == State.DONE
    assert sayings() == expected


@pytest.mark.parametrize("after", [False, True], ids=["before it is sent", "after it was done"])
def test_an_undo_cut_off_at_every_statement_leaves_every_table_as_it_was(after, known, owner):
    before = dump()
    job = started(PEOPLE, by=owner)
    undisturbed(job)
    undo(job, by=owner)
    assert carry_on(job, after=after) > 20
    assert (job.state, job.kept) == (State.UNDONE, 0)
    assert changed(before, dump()) == {}


class Trouble(Exception):
    """Caught, unlike a cut: the rows are then taken one by one, or the timer tries again."""


def test_an_error_at_any_statement_costs_no_row_and_doubles_none(known, owner):
    expected = sayings_of_an_undisturbed_run(owner, Repeats.FILL)
    fell_back = 0
    for through in range(1_000):
        with transaction.atomic():
            job, breaker = started(PEOPLE, by=owner), Breaker(through, Trouble(), times=1)
            finish_in_spite_of(breaker, job)
            told = sayings()
            transaction.set_rollback(True)
        assert job.state == State.DONE
        assert {part: told[part] for part in ("people", "firms", "jobs")} == {
            part: expected[part] for part in ("people", "firms", "jobs")
        }
        fell_back += told["events"] != expected["events"]
        if breaker.times:
            break  # the whole import took fewer statements
    assert through > 60
    assert fell_back == 10


def finish_in_spite_of(breaker, job):
    """As the timer does: a piece that fails is rolled back and tried again."""
    while job.is_busy:
        try:
            with transaction.atomic(), connection.execute_wrapper(breaker):
                pieces.resume(job.pk)
        except Trouble:
            pass
        job.refresh_from_db()


def test_a_row_that_the_database_refuses_costs_itself_only(known, owner, monkeypatch):
    insert = bulk.insert

    def refusing(model, rows, **more):
        if any("karim@example.com" in str(row.get("email", "")) for row in rows):
            raise IntegrityError("no")
        insert(model, rows, **more)

    monkeypatch.setattr(bulk, "insert", refusing)
    job = started(PEOPLE, by=owner)
    undisturbed(job)
    assert (job.state, job.total, job.created, job.failed) == (State.DONE, 7, 2, 2)
    assert "IntegrityError" in job.rows.get(line=3).reason
    assert Contact.objects.count() == 3
    assert ContactPoint.objects.filter(value="noura@example.com").count() == 1
    assert not job.rows.filter(outcome="waiting").exists()

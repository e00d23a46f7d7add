"""Handing a message to the queue: it arrives; when nobody takes it, that is told soon; upkeep waits behind nothing."""

import time

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from crm.audit.tasks import seal
from crm.events.tasks import fire, sweep_timers


def waiting(app, queue="default"):
    with app.connection_for_read() as connection:
        return connection.default_channel.client.llen(queue)


def test_a_message_arrives(db):
    before = waiting(current_app)
    fire.delay(1, 1)
    assert waiting(current_app) == before + 1
    current_app.control.purge()


def test_what_sweeps_and_seals_waits_behind_no_other_work(db):
    before = waiting(current_app), waiting(current_app, "upkeep")
    sweep_timers.delay()
    seal.delay()
    assert (waiting(current_app), waiting(current_app, "upkeep")) == (before[0], before[1] + 2)
    assert set(current_app.amqp.queues.consume_from) == {"default", "upkeep"}  # a worker that is not told otherwise
    current_app.control.purge()


def test_a_queue_that_is_away_holds_nobody_up(db):
    begun = time.monotonic()
    with (
        pytest.raises(OperationalError),
        current_app.connection_for_write("redis+socket:///nowhere/valkey.sock") as away,
    ):
        seal.apply_async(connection=away)
    assert time.monotonic() - begun < 5

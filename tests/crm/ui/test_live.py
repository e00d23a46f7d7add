"""What somebody else changed comes to the page: topics, their stamps, and the bell that brings them."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as BrokerGone

from contacts.people.actions import update_contact
from crm.activities.actions import plan
from crm.events.record import record_event
from crm.tenants.scope import tenant_scope
from crm.transfer.models import ImportJob
from crm.ui import live
from crm.ui.views.detail import RecordDetail
from tests import make
from tests.conftest import out_of_scope

SHOWN = re.compile(r'<span id="live" hidden data-watch="([^"]+)" data-stamp="([^"]*)">')


def shown(response):
    """(watch, stamp) of a page."""
    return SHOWN.search(response.content.decode()).groups()


@pytest.fixture
def noura(rep):
    return make.contact("Noura", by=rep)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_page_hears_of_what_a_colleague_changes(noura, rep, manager, client_for, committed):
    client = client_for(rep)
    watch, stamp = shown(client.get(f"/people/{noura.pk}/"))
    first = client.get("/notices/bell/", {"watch": watch})
    assert first.headers[live.HEADER] == stamp
    etag = {"HTTP_IF_NONE_MATCH": first.headers["ETag"]}
    assert client.get("/notices/bell/", {"watch": watch}, **etag).status_code == 304
    with committed():
        update_contact(noura, city="Jeddah", by=manager)
    again = client.get("/notices/bell/", {"watch": watch}, **etag)
    assert again.status_code == 200 and again.headers[live.HEADER] != stamp
    assert shown(client.get(f"/people/{noura.pk}/"))[1] == again.headers[live.HEADER]


def test_a_change_while_the_page_is_read_is_news_to_it(noura, rep, client_for, committed, monkeypatch):
    read = RecordDetail.context

    def changed_meanwhile(view, record):
        context = read(view, record)
        with committed():
            update_contact(noura, city="Jeddah", by=rep)
        return context

    monkeypatch.setattr(RecordDetail, "context", changed_meanwhile)
    watch, stamp = shown(client_for(rep).get(f"/people/{noura.pk}/"))
    assert live.stamp_of(live.asked(watch)) != stamp


@pytest.mark.parametrize(("path", "heard"), [("/people/", True), ("/today/", False), ("/deals/table/", False)])
def test_a_list_hears_of_its_own_type(noura, rep, client_for, committed, path, heard):
    client = client_for(rep)
    watch, stamp = shown(client.get(path))
    with committed():
        update_contact(noura, city="Jeddah", by=rep)
    assert (client.get("/notices/bell/", {"watch": watch}).headers[live.HEADER] != stamp) is heard


def test_a_record_hears_of_what_hangs_on_it(noura, rep, client_for, committed):
    watch, stamp = shown(client_for(rep).get(f"/people/{noura.pk}/"))
    with committed():
        plan(subject="Call", due_at=timezone.now(), record=noura, by=rep)
    assert live.stamp_of(live.asked(watch)) != stamp


def test_a_list_hears_of_an_import_of_its_type(rep, acme, committed):
    with committed():
        record_event(ImportJob(pk=7, record_type="contact"), "import.finished", by=rep, data={"type": "contact"})
    assert live.stamp_of(["contact"])


def test_what_is_not_committed_is_not_told(noura, rep, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        update_contact(noura, city="Jeddah", by=rep)
    assert live.stamp_of(["contact"]) == ""


def test_nobody_watches_what_they_have_not_opened(noura, zenith):
    watch = live.watch(f"contact-{noura.pk}")
    assert live.asked(watch) == (f"contact-{noura.pk}",)
    with out_of_scope(), tenant_scope(zenith):
        assert live.asked(watch) == ()
    for forged in ("", "contact-7", watch[:-1], watch.replace(":", "", 1)):
        assert live.asked(forged) == ()


def test_without_the_cache_pages_are_as_they_are(noura, rep, client_for, monkeypatch):
    def refuse(*args, **kwargs):
        raise BrokerGone

    monkeypatch.setattr(cache, "get_many", refuse)
    monkeypatch.setattr(cache, "set_many", refuse)
    assert live.stamp_of(["contact"]) == ""
    live._keep(1, {"contact"}, 1)
    assert shown(client_for(rep).get(f"/people/{noura.pk}/"))[1] == ""

"""Timing the pages beside the floor, counting their statements, and holding both against the budgets.

Before each look at a page somebody has changed a person, a deal and a task, so that no total is kept from before.
"""

import re
import statistics
import sys
import time
from functools import partial
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import world
from benchmarks.budgets import PAGES
from benchmarks.client import Browser, asking_for, session_cookie
from contacts.models import Contact
from crm.access.models import Role
from crm.tenants.scope import tenant_scope
from crm.ui import live
from crm.ui.where.tree import encode
from sales.deals.models import Deal
from sales.pipelines.models import Pipeline

WARM_UP = 5
LINE = "{people:>9,}  {page:<32} {ms:>7.1f} ms  {times:>6.1f} × floor  {statements:>3} statements"


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measure(options, serve, floor_port, port):
    """Build, serve, time, print. Returns {"figures": […], "broken": […]}."""
    world.build(options.sizes, say)
    serve()
    floor = Browser(floor_port)
    figures, pages = [], [page for page in PAGES if options.pages in page.key]
    for people in options.sizes:
        tenant = world.tenant_of(people)
        users = {who: world.members_of(tenant, who)[0].user for who in ("owner", "rep")}
        cookies = {who: session_cookie(user) for who, user in users.items()}
        open_places = places(tenant, Browser(port, cookies["owner"]))
        for page in pages:
            path = f"/{tenant.slug}" + page.path.format(**open_places)
            browser = Browser(port, cookies[page.who])  # one that waits for the others' turns would be hung up on
            changed = _nothing if page.unchanged else partial(_changed, tenant)
            figures.append(_time(page, people, path, browser, floor, options.rounds, users[page.who], changed))
            say(LINE.format(**figures[-1]))
    broken = _broken(figures, pages, options.sizes)
    say("every budget holds" if not broken else "BROKEN: " + "; ".join(broken))
    return {"figures": figures, "broken": broken}


def places(tenant, browser):
    """{name: text} that the addresses of budgets.py leave open, by what the workspace holds."""
    with tenant_scope(tenant):
        person = Contact.objects.order_by("pk")[5_000 if Contact.objects.count() > 5_000 else 0]
        deal, pipeline, role = (model.objects.order_by("pk").first() for model in (Deal, Pipeline, Role))
    word = quote(person.email)  # one person's at every size
    either = ["any", ["email", "has", person.email], ["city", "is", person.city]]
    return {
        "person": person.pk, "deal": deal.pk, "pipeline": pipeline.pk, "role": role.pk, "word": word,
        "begin": quote(person.name[:4]), "deep": _deep(tenant, browser),
        "where": encode(["all", either, ["all", ["kind", "any", person.kind]]]),
    }  # fmt: skip


def _deep(tenant, browser):
    """The address of a page of the list some pages in, as the list itself gives it."""
    path = "/people/?sort=name"
    for _page in range(3):
        _seconds, body = browser.get(f"/{tenant.slug}{path}")
        found = re.search(rb'href="(\?[^"]*after=[^"]+)"', body)
        path = "/people/" + found[1].decode().replace("&amp;", "&")
    return path


def _changed(tenant):
    with tenant_scope(tenant):
        live.tell(("contact", "company", "deal", "task"), time.time_ns())


def _nothing():
    pass


def _time(page, people, path, browser, floor, rounds, user, changed):
    for _round in range(WARM_UP):
        changed()
        browser.get(path, page.target), floor.get("/")
    mine, bare = [], []
    for _round in range(rounds):
        bare.append(floor.get("/")[0])
        changed()
        mine.append(browser.get(path, page.target)[0])
    ms, floor_ms = statistics.median(mine) * 1000, statistics.median(bare) * 1000
    return {
        "people": people, "page": page.key, "ms": ms, "floor_ms": floor_ms, "times": ms / floor_ms,
        "statements": _statements(path, user, page.target, changed),
    }  # fmt: skip


def _statements(path, user, target, changed):
    """SQL statements of one request, counted in this process; transaction marks are not statements."""
    client = Client(headers={"Accept-Language": "en"} | asking_for(target))
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(path, SERVER_NAME="127.0.0.1")
    changed()
    with CaptureQueriesContext(connection) as captured:
        client.get(path, SERVER_NAME="127.0.0.1")
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(marks) for query in captured)


def _broken(figures, pages, sizes):
    by = {(figure["page"], figure["people"]): figure for figure in figures}
    found = []
    for page in pages:
        large, small = by[page.key, max(sizes)], by[page.key, min(sizes)]
        if page.times and large["times"] > page.times:
            found.append(f"{page.key}: {large['times']:.0f} × floor, budget {page.times:.0f}")
        if page.statements and large["statements"] > page.statements:
            found.append(f"{page.key}: {large['statements']} statements, budget {page.statements}")
        if page.growth and large["times"] > small["times"] * page.growth:
            found.append(f"{page.key}: grows {large['times'] / small['times']:.2f} ×, budget {page.growth}")
    return found

"""A change of all people of a workspace, and the pages that somebody reads beside it."""

import time

from benchmarks import world
from benchmarks.client import Browser, session_cookie
from contacts.models import Contact
from crm.records import registry
from crm.records.models import BulkJob
from crm.tenants.scope import tenant_scope
from crm.ui.bulk.actions import start, take_back


class Task:
    def __init__(self, tenant, port):
        self.tenant, self.slug = tenant, tenant.slug
        self.owner = world.members_of(tenant, "owner")[0]  # has none of the people yet, so that all of them change
        self.browser = Browser(port, session_cookie(self.owner.user))
        with tenant_scope(tenant):
            person = Contact.objects.order_by("pk").values_list("pk", flat=True)[1_000]
        self.pages = {
            "people list": "people/",
            "person page": f"people/{person}/",
            "board": "deals/",
            "today": "today/",
        }

    def ask(self, page):
        return self.browser.get(f"/{self.slug}/{self.pages[page]}")[0]

    def begin(self):
        people, to = registry.get("contact"), f"owner={self.owner.pk}"
        self.job = self._asked(lambda: start(people, "assign", asked="", values=to, by=self.owner))
        return self.job

    def take_back(self):
        self._asked(lambda: take_back(self.job, by=self.owner))
        return self.job

    def _asked(self, ask):
        self.begun = time.monotonic()
        with tenant_scope(self.tenant):
            return ask()

    def is_busy(self, job):
        with tenant_scope(self.tenant):
            job.refresh_from_db(fields=["state", "place", "total", "changed", "undone", "kept"])
        busy = job.state in (BulkJob.State.WAITING, BulkJob.State.RUNNING, BulkJob.State.UNDOING)
        if not busy:
            self.seconds = time.monotonic() - self.begun
        return busy

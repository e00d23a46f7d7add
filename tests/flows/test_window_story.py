"""From a request on the website to an installed window, steps 1 to 13: through HTTP, with a real worker, real mail and
real PDFs; and once more with the worker killed after each step.
"""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from crm.activities.models import Task
from crm.documents.models import Document
from crm.events.tasks import sweep_timers
from crm.notify.models import Notification
from crm.tenants.scope import tenant_scope
from sales.models import Deal
from tests.conftest import MemberClient
from tests.flows.clock import pass_time
from tests.flows.firm import open_firm
from tests.flows.mail import Sink, text_of
from tests.flows.workers import Worker, eventually

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True, databases="__all__")]
DRAWING = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
REQUEST = {
    "name": "نورة الحربي", "phone": "٠٥٥ ١٢٠ ٤٤٧٧", "email": "noura@mail.example",
    "service": "توريد وتركيب 14 نافذة", "message": "فيلا في حي النرجس",
}  # fmt: skip


@pytest.fixture
def sink():
    sink = Sink().start()
    yield sink
    sink.stop()


@pytest.fixture
def story(committed_db, service_env, sink, request):
    story = Story(open_firm(), Worker(service_env | {"EMAIL_URL": sink.url}), sink, kills=request.param)
    yield story
    story.worker.kill()


class Story:
    """The firm at work. `does` lets one person act; if `kills`, the worker dies right after and another takes over."""

    def __init__(self, firm, worker, sink, *, kills):
        self.firm, self.worker, self.sink, self.kills = firm, worker.start(), sink, kills
        self.clients = {key: MemberClient(getattr(firm, key)) for key in
                        ("owner", "manager", "rep", "surveyor", "installer")}  # fmt: skip

    def does(self, who, path, data, *, expect=(200, 204, 302)):
        response = self.clients[who].post(path, data)
        assert response.status_code in expect, response.content.decode()[:2000]
        self.crash()
        return response

    def crash(self):
        if self.kills:
            self.worker.kill()
            self.worker.start()
            pass_time(timedelta(seconds=61))  # what the dead worker had taken is free again

    def until(self, condition, what):
        def holds():
            with tenant_scope(self.firm.tenant):
                return condition()

        return eventually(holds, what, meanwhile=sweep_timers.delay)

    def deal(self):
        with tenant_scope(self.firm.tenant):
            return Deal.objects.select_related("stage", "contact", "owner").get()

    def task(self, who, what):
        member = getattr(self.firm, who)
        return self.until(lambda: Task.objects.filter(owner=member, done_at=None).first(), what)

    def stage(self, key):
        return self.until(lambda: Deal.objects.filter(stage__key=key).exists(), f"the deal is in {key}")

    def number(self, key):
        """A figure of the manager's page, read where it is shown."""
        page = self.clients["manager"].get("/reports/")
        return getattr(page.context["overview"], key).figure.count


@pytest.mark.parametrize("story", [False, True], indirect=True, ids=["calm", "killed after each step"])
def test_from_a_request_to_an_installed_window(story):
    nothing_is_forgotten_before_it_begins(story)
    a_request_becomes_a_card_and_a_call_to_make(story)
    the_manager_hears_of_the_missed_call_once(story)
    the_rep_calls_and_writes_down_what_was_said(story)
    the_surveyor_is_sent_to_measure(story)
    the_drawing_comes_back_and_the_price_is_due(story)
    the_document_writes_itself(story)
    the_rep_sends_it_and_hands_over(story)
    the_manager_sees_it(story)


def nothing_is_forgotten_before_it_begins(story):
    assert [story.number(key) for key in ("overdue", "no_next_step", "requests")] == [0, 0, 0]


def a_request_becomes_a_card_and_a_call_to_make(story):
    visitor = Client()
    for _double_click in range(2):
        assert visitor.post(f"/f/{story.firm.form.token}/", REQUEST).status_code == 200
    story.crash()
    story.stage("first_call")
    deal = story.deal()
    assert (deal.owner, deal.contact.name, deal.contact.phone) == (story.firm.rep, "نورة الحربي", "+966551204477")
    task = story.task("rep", "the rep has to call back")
    assert timedelta(minutes=13) < task.due_at - timezone.now() <= timedelta(minutes=15)
    assert deal.title in story.clients["rep"].get("/deals/").content.decode()


def the_manager_hears_of_the_missed_call_once(story):
    address = story.firm.manager.user.email
    pass_time(timedelta(minutes=16))
    sweep_timers.delay()
    story.crash()
    story.until(lambda: story.sink.to(address), "the manager is told by mail")
    for _again in range(3):
        sweep_timers.delay()
        story.crash()
    with tenant_scope(story.firm.tenant):
        told = Notification.objects.filter(member=story.firm.manager, kind="task.overdue")
        assert told.count() == 1
    if not story.kills:  # a mail that a killed worker had just handed over may come twice, by the same Message-ID
        assert len(story.sink.to(address)) == 1
    assert len({message["Message-ID"] for message in story.sink.to(address)}) == 1
    assert story.number("overdue") == 1


def the_rep_calls_and_writes_down_what_was_said(story):
    deal, task = story.deal(), story.task("rep", "the call")
    call = {"outcome": "reached", "direction": "out", "minutes": "٦", "body": "تريد زيارة غدًا"}
    story.does("rep", f"/tasks/{task.pk}/completion/", call)
    page = story.clients["rep"].get(f"/deals/{deal.pk}/").content.decode()
    assert "تريد زيارة غدًا" in page
    assert story.number("overdue") == 0


def the_surveyor_is_sent_to_measure(story):
    deal = story.deal()
    assert story.clients["surveyor"].get(f"/deals/{deal.pk}/").status_code == 404
    move = {"stage": story.firm.stages["measurement"], "visit_at": "2031-05-14 10:30", "answered": "1"}
    story.does("rep", f"/deals/{deal.pk}/stage/", move)
    story.stage("measurement")
    task = story.task("surveyor", "the surveyor has to measure")
    assert task.due_at == story.deal().visit_at
    assert story.clients["surveyor"].get(f"/deals/{deal.pk}/").status_code == 200


def the_drawing_comes_back_and_the_price_is_due(story):
    deal, visit = story.deal(), story.task("surveyor", "the visit")
    drawing = SimpleUploadedFile("مخطط.pdf", DRAWING, content_type="application/pdf")
    story.does("surveyor", f"/files/of/deal/{deal.pk}/new/", {"file": drawing})
    story.does("surveyor", f"/tasks/{visit.pk}/completion/", {"result": "14 فتحة"})
    story.does("surveyor", f"/deals/{deal.pk}/stage/", {"stage": story.firm.stages["approval"]})
    price = story.task("rep", "the rep has to work out the price")
    assert timedelta(minutes=110) < price.due_at - timezone.now() <= timedelta(hours=2)
    story.does("rep", f"/deals/{deal.pk}/facts/amount_minor/", {"amount_minor": "٤٨٬٥٠٠"})
    story.does("rep", f"/people/{deal.contact_id}/facts/address/", {"address": "حي النرجس، الرياض"})
    call = {"outcome": "reached", "direction": "out", "body": "وافقت على 48,500"}
    story.does("rep", f"/tasks/{price.pk}/completion/", call)


def the_document_writes_itself(story):
    deal = story.deal()
    story.does("rep", f"/deals/{deal.pk}/stage/", {"stage": story.firm.stages["payment"]})
    paper = story.until(lambda: Document.objects.filter(state="ready").first(), "the document is ready")
    response = story.clients["rep"].get(f"/documents/{paper.pk}/")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    flat = re.sub(r"\s+", "", text)
    for expected in ("نورةالحربي", "حيالنرجس", "48,500", "ثمانيةوأربعونألفًاوخمسمئةريال", "SA0380000000608010167519"):
        assert expected in flat, text
    with tenant_scope(story.firm.tenant):
        assert Document.objects.count() == 1


def the_rep_sends_it_and_hands_over(story):
    deal = story.deal()
    with tenant_scope(story.firm.tenant):
        paper = Document.objects.get()
    letter = {"to": "noura@mail.example", "subject": "أمر العمل", "body": "مرفق الأمر للدفع."}
    story.does("rep", f"/documents/{paper.pk}/mail/", letter)
    story.until(lambda: story.sink.to("noura@mail.example"), "the customer has the document")
    message = story.sink.to("noura@mail.example")[0]
    assert [part.get_content_type() for part in message.iter_attachments()] == ["application/pdf"]
    move = {"stage": story.firm.stages["installation"], "delivery_on": "2031-06-01", "answered": "1"}
    story.does("rep", f"/deals/{deal.pk}/stage/", move)
    fitting = story.task("installer", "the installer has to fit the windows")
    assert fitting.due_at.date() >= story.deal().delivery_on - timedelta(days=1)
    address = story.firm.installer.user.email
    story.until(lambda: story.sink.to(address), "the installer is told by mail")
    assert "2031" in "".join(text_of(message) for message in story.sink.to(address))
    with tenant_scope(story.firm.tenant):
        assert Notification.objects.filter(member=story.firm.installer).exists()


def the_manager_sees_it(story):
    deal, fitting = story.deal(), story.task("installer", "the fitting")
    story.does("installer", f"/tasks/{fitting.pk}/completion/", {"result": "تم التركيب"})
    story.does("rep", f"/deals/{deal.pk}/stage/", {"stage": story.firm.stages["won"]})
    story.until(lambda: Deal.objects.filter(status=Deal.Status.WON).exists(), "the deal is won")
    assert [story.number(key) for key in ("won", "requests", "requests_won")] == [1, 1, 1]
    assert [story.number(key) for key in ("overdue", "no_next_step")] == [0, 0]
    page = story.clients["manager"].get("/reports/")
    [source] = page.context["overview"].sources
    assert (source.label, source.conversion) == ("الموقع", 100)
    [caller] = page.context["overview"].callers
    assert (caller.label, caller.figure.count) == ("ريم الشهري", 2)

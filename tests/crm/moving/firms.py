"""The firm that moves: a little of everything that refers to something; and a stranger beside it."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contacts.models import Contact
from crm.activities.actions import plan
from crm.activities.conversations import add_note, log_call
from crm.channels.email.models import Message
from crm.documents.attachments import attach
from crm.events.models import Timer
from crm.events.timers import fire
from crm.records import registry
from crm.records.actions import assign, change
from crm.records.fields.actions import add_field
from crm.records.sharing import share_record
from crm.setup.logo.actions import upload_logo
from crm.tenants.scope import tenant_scope
from crm.ui.saved.actions import save_view
from crm.ui.saved.choices import choose_columns, pin
from crm.ui.where.tree import encode
from marketing.webforms.actions import receive
from sales.deals.actions import move_stage, open_deal
from tests import make
from tests.crm.setup.pictures import drawn, uploaded
from tests.flows.firm import open_firm

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
STRANGER = "Zenith Unrelated"
SOON = timedelta(days=2)


def open_stranger(files):
    """A firm that opened first, so that keys differ, with a name that may be nowhere else."""
    tenant, boss = make.workspace(STRANGER, slug="zenith", owner=STRANGER)
    with tenant_scope(tenant):
        person = make.contact(f"{STRANGER} Person", by=boss)
        attach(person, [SimpleUploadedFile("zenith.pdf", PDF)], by=boss)
        upload_logo(tenant, uploaded(drawn((100, 300))), by=boss)
    files.save(f"{tenant.pk}/files/{STRANGER}", ContentFile(b"x"))


def open_story(files):
    """Returns the firm (tests.flows.firm.Firm) with what was made in it under `made`."""
    firm = open_firm()
    with tenant_scope(firm.tenant):
        made = SimpleNamespace(**_fields(firm))
        made.company = make.company("شركة البناء", by=firm.owner, custom={made.code.key: "C-7"})
        made.contact = make.contact("نورة الحربي", by=firm.rep, company=made.company)
        made.deal = open_deal(
            title="14 نافذة", contact=made.contact, company=made.company, by=firm.rep, amount_minor=1_250_000,
            custom={made.fitter.key: firm.installer.pk},
        )  # fmt: skip
        stage = made.deal.pipeline.stages.get(key="measurement")
        made.deal = move_stage(made.deal, to=stage, by=firm.rep, visit_at=timezone.now() + SOON)
        _around(firm, made)
        receive(firm.form, data={"name": "زائر", "phone": "+966551204478", "email": "guest@mail.example"})
        work_off()
        Message.objects.create(
            to="late@mail.example", subject="s", text="t", language="ar", message_id="<late@here>", state="queued",
            attachments=[{"name": "a.pdf", "path": made.file.file.name, "type": "application/pdf"}], by=firm.rep,
        )  # fmt: skip
    firm.made = made
    return firm


def _fields(firm):
    return {
        "code": add_field(registry.get("company"), kind="text", name="Code", unique=True, sortable=True, by=firm.owner),
        "fitter": add_field(registry.get("deal"), kind="member", name="Fitter", by=firm.owner),
    }


def _around(firm, made):
    [made.file] = attach(made.deal, [SimpleUploadedFile("plan.pdf", PDF)], by=firm.rep)
    made.logo = upload_logo(firm.tenant, uploaded(), by=firm.owner)
    made.note = add_note(made.deal, body="ثلاثة طوابق", by=firm.rep)
    log_call(made.contact, outcome="reached", by=firm.rep)
    share_record(made.deal, whom=firm.surveyor, by=firm.owner, level="edit")
    share_record(made.deal, whom=firm.rep.team, by=firm.owner)
    assign(made.contact, to=firm.manager, by=firm.owner)
    made.gone = make.contact("Nobody Any More", by=firm.rep).pk
    Contact.objects.filter(pk=made.gone).delete()  # as a purge leaves it: events say its key
    made.task = plan(subject="اتصل", due_at=timezone.now() + SOON, by=firm.manager, assignee=firm.rep, record=made.deal)
    change(made.deal, by=firm.rep, custom={made.fitter.key: firm.surveyor.pk})
    asked = {
        "owner": str(firm.rep.pk), "stage": str(made.deal.stage_id), made.fitter.key: str(firm.surveyor.pk),
        "where": encode(["all", ["any", ["owner", "any", str(firm.rep.pk)], [made.fitter.key, "filled"]]]),
    }  # fmt: skip
    made.view = save_view(
        registry.get("deal"), name="لي", asked=asked, mine=False, columns=["title", made.fitter.key], audience="me",
        by=firm.rep,
    )  # fmt: skip
    pin(firm.rep, made.view)
    choose_columns(firm.rep, registry.get("deal"), ["title", made.fitter.key], view=made.view)


def work_off():
    """Do what is due, as workers would, in the scope that is open."""
    for _ in range(20):
        due = list(Timer.objects.filter(due__lte=timezone.now(), given_up_at=None).values_list("pk", flat=True))
        for pk in due:
            fire(pk)
        if not due:
            return


def vouch(manifest, name, content):
    """Let a manifest say that an entry has this content."""
    said = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if name.startswith("parts/"):
        label = name.removeprefix("parts/").removesuffix(".jsonl")
        manifest["parts"].setdefault(label, {"first": 1, "last": 1}).update(said, rows=content.count(b"\n"))
    else:
        manifest["files"][name.removeprefix("files/")] = said

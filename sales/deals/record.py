"""What a deal is to the rest of the product: its list, page, documents and timeline."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.records.registry import register
from crm.records.types import HAPPENS, Column, Estate, Panel, RecordType, Section, Sentence
from sales.deals.models import Deal

TITLE = Column(name="title", label=_("Title"), cell="name", sort="title", edit="title")
STAGE = Column(name="stage_mark", label=_("Stage"), cell="stage", phone="sub", api="stage")
AMOUNT = Column(name="amount", label=_("Amount"), cell="money", sort="amount_minor", phone="end", edit="amount_minor")
CONTACT = Column(name="contact", label=_("Contact"), cell="record", edit="contact")
COMPANY = Column(name="company", label=_("Company"), cell="record", edit="company")
OWNER = Column(name="owner", label=_("Owner"), cell="member", edit="owner")
NEXT = Column(name="next_step", label=_("Next step"), cell="next_step", phone="subend")
CLOSES = Column(
    name="expected_close", label=_("Expected close"), cell="day", sort="expected_close", edit="expected_close"
)
CREATED = Column(name="created_at", label=_("Added"), cell="day", sort="created_at")
NUMBER = Column(name="code", label=_("Number"), sort="number")

EVENTS = {
    "deal.opened": Sentence(
        text=_("%(actor)s opened the deal %(title)s"), icon="plus", words="sales.deals.words.names"
    ),
    "deal.stage_changed": Sentence(
        text=_("%(actor)s moved the deal from %(before_name)s to %(after_name)s"),
        icon="arrow-right",
        words="sales.deals.words.moved",
    ),
    "deal.won": Sentence(text=_("%(actor)s won the deal: %(amount)s"), icon="trophy", tone="teal"),
    "deal.lost": Sentence(
        text=_("%(actor)s lost the deal in %(before_name)s"), icon="x", tone="slate", body="note",
        words="sales.deals.words.lost",
    ),
    "deal.reopened": Sentence(
        text=_("%(actor)s reopened the deal in %(after_name)s"), icon="arrow-back-up", words="sales.deals.words.names"
    ),
    "deal.updated": Sentence(
        text=_("%(actor)s changed %(fields)s"), icon="pencil", words="sales.deals.words.changed"
    ),
}  # fmt: skip

ANNOUNCED = {
    "opened": pgettext_lazy("event", "Opened"),
    "stage_changed": pgettext_lazy("event", "Moved to another stage"),
    "won": pgettext_lazy("event", "Won"),
    "lost": pgettext_lazy("event", "Lost"),
    "reopened": pgettext_lazy("event", "Reopened"),
} | {verb: name for verb, name in HAPPENS.items() if verb != "created"}

register(
    RecordType(
        key=Deal.record_key,
        model="sales.Deal",
        app="sales",
        slug="deals",
        label=_("Deal"),
        label_plural=_("Deals"),
        label_new=_("New deal"),
        press="d",
        icon="layout-kanban",
        form="sales.deals.forms.DealForm",
        filterset="sales.deals.filters.DealFilters",
        conditions="sales.deals.conditions.conditions",
        scan="sales.deals.models.DealScan",
        create="sales.deals.customers.open_with_customer",
        update="sales.deals.customers.update_with_customer",
        restore="sales.deals.actions.restore",
        customisable=True,
        plain=("service", "source", "expected_close"),
        decorate="sales.deals.queries.decorate",
        estates=(
            Estate(key="open", label=_("Open deals"), condition=Q(status=Deal.Status.OPEN)),
            Estate(key="closed", label=_("Closed deals"), condition=~Q(status=Deal.Status.OPEN), stays=True),
        ),
        columns=(TITLE, STAGE, AMOUNT, CONTACT, NEXT, OWNER, CLOSES),
        default_sort="-created_at",
        related=("owner", "contact", "company", "stage", "pipeline", "loss_reason"),
        reads=(
            "number", "status", "stage", "amount_minor", "currency", "owner__name",
            "contact__name", "contact__other_name", "contact__deleted_at",
            "company__name", "company__other_name", "company__deleted_at",
        ),
        badges=(
            Column(
                name="status_mark", label=_("Status"), cell="choice", api="status",
                tones={"won": "green", "lost": "grey"},
            ),
            Column(name="tags", label=_("Tags"), cell="tags"),
        ),
        summary=(CONTACT, COMPANY),
        key_facts=(NEXT, AMOUNT, CLOSES, OWNER),
        facts=(
            Section(
                label=_("Deal"),
                columns=(
                    Column(name="title", label=_("Title"), edit="title"), NUMBER, AMOUNT,
                    Column(name="currency", label=_("Currency"), edit="currency"),
                    Column(name="service", label=_("Service"), edit="service"), CONTACT, COMPANY, OWNER,
                    Column(name="source", label=_("Source"), edit="source"),
                    Column(name="tags", label=_("Tags"), cell="tags", edit="tags"),
                ),
            ),
            Section(
                label=_("Dates"),
                columns=(
                    Column(name="expected_close", label=_("Closes"), cell="day", edit="expected_close"),
                    Column(name="visit_at", label=_("Visit"), cell="moment", edit="visit_at"),
                    Column(name="delivery_on", label=_("Delivery"), cell="day", edit="delivery_on"),
                    CREATED,
                    Column(name="closed_at", label=_("Closed"), cell="day"),
                    Column(name="loss_reason", label=_("Lost for")),
                    Column(name="loss_note", label=_("Loss note"), cell="lines"),
                ),
            ),
        ),
        panels=(
            Panel(on="contact", label=_("Deals"), rows="sales.deals.queries.deals_of_contact", field="contact"),
            Panel(on="company", label=_("Deals"), rows="sales.deals.queries.deals_of_company", field="company"),
        ),
        placeholders="sales.deals.placeholders.PLACEHOLDERS",
        customers=("contact", "company"),
        correspondent="sales.deals.placeholders.correspondent",
        events=EVENTS,
        announced=ANNOUNCED,
    )
)  # fmt: skip

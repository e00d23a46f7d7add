"""What a contact is to the rest of the product: its list, page, import and search."""

from django.utils.translation import gettext_lazy as _

from contacts.names import OTHER_NAME
from contacts.people.heads import IMPORT_FIELDS
from contacts.people.models import Contact
from crm.records.registry import register
from crm.records.types import Column, Panel, RecordType, Section, Sentence

KIND_TONES = {"prospect": "sky", "customer": "teal", "partner": "violet", "supplier": "sand"}

NAME = Column(name="name", label=_("Name"), cell="name", sort="name", edit="name")
COMPANY = Column(name="company", label=_("Company"), cell="record", edit="company")
KIND = Column(name="kind", label=_("Type"), cell="choice", tones=KIND_TONES, phone="end", edit="kind")
PHONE = Column(name="phone", label=_("Phone"), cell="phone", phone="subend", edit="phone")
EMAIL = Column(name="email", label=_("Email"), cell="email", edit="email")
CITY = Column(name="city", label=_("City"), edit="city")
OWNER = Column(name="owner", label=_("Owner"), cell="member", edit="owner")
TAGS = Column(name="tags", label=_("Tags"), cell="tags", edit="tags")
NEXT_STEP = Column(name="next_step", label=_("Next step"), cell="next_step", phone="sub")
LAST_ACTIVITY = Column(name="last_activity_at", label=_("Last activity"), cell="ago", sort="last_activity_at")
CREATED = Column(name="created_at", label=_("Added"), cell="day", sort="created_at")

EVENTS = {
    "contact.imported": Sentence(text=_("%(member)s brought them in from the file %(file)s"), icon="upload"),
    "contact.completed": Sentence(
        text=_("%(actor)s changed %(fields)s"), icon="upload", words="crm.ui.timeline.changed_fields"
    ),
}

register(
    RecordType(
        key=Contact.record_key,
        model="contacts.Contact",
        app="contacts",
        slug="people",
        label=_("Contact"),
        label_plural=_("Contacts"),
        label_new=_("New contact"),
        press="c",
        icon="users",
        personal=True,
        face="person",
        form="contacts.people.forms.ContactForm",
        filterset="contacts.people.filters.ContactFilters",
        conditions="contacts.people.conditions.conditions",
        scan="contacts.people.models.ContactScan",
        create="contacts.people.actions.create_contact",
        update="contacts.people.actions.update_contact",
        customisable=True,
        gather="contacts.people.actions.gather",
        plain=("kind", "source", "city", "language", "birthday", "address", "note"),
        columns=(NAME, COMPANY, KIND, PHONE, NEXT_STEP, OWNER, LAST_ACTIVITY, EMAIL),
        default_sort="name",
        related=("owner", "company"),
        reads=("owner__name", "company__name", "company__other_name", "company__deleted_at"),
        decorate="contacts.people.queries.decorate",
        badges=(KIND, TAGS),
        summary=(
            Column(name="phone", label=_("Phone"), cell="phone"),
            Column(name="company_called", label=_("Company"), field="company"),
            CITY,
        ),
        key_facts=(NEXT_STEP, LAST_ACTIVITY, OWNER),
        facts=(
            Section(
                label=_("Contact"),
                columns=(
                    Column(name="name", label=_("Name"), edit="name"), OTHER_NAME, PHONE, EMAIL,
                    Column(name="other_points", label=_("Also"), cell="lines", edit="other_points"),
                    COMPANY,
                    Column(name="address", label=_("Address"), cell="lines", edit="address"),
                    CITY,
                    Column(name="language", label=_("Language"), cell="choice", edit="language"),
                ),
            ),
            Section(
                label=_("About"),
                columns=(
                    KIND,
                    Column(name="source", label=_("Source"), edit="source"),
                    Column(name="birthday", label=_("Birthday"), cell="day", edit="birthday"),
                    TAGS, OWNER,
                    Column(name="note", label=_("Note"), cell="lines", edit="note"),
                    CREATED,
                ),
            ),
        ),
        import_fields=IMPORT_FIELDS,
        importer="contacts.people.importing.take",
        importer_undo="contacts.people.importing.undo",
        events=EVENTS,
        match_keys=("phone", "email"),
        placeholders="contacts.people.placeholders.PLACEHOLDERS",
        customers=("company",),
        correspondent="contacts.people.placeholders.correspondent",
        panels=(Panel(on="company", label=_("People"), rows="contacts.people.panels.people_of", field="company"),),
    )
)  # fmt: skip

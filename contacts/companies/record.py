"""What a company is to the rest of the product: its list, page, import and search."""

from django.utils.translation import gettext_lazy as _

from contacts.companies.heads import IMPORT_FIELDS
from contacts.companies.models import Company
from contacts.names import OTHER_NAME
from crm.records.registry import register
from crm.records.types import Column, RecordType, Section, Sentence

NAME = Column(name="name", label=_("Name"), cell="name", sort="name", edit="name")
PHONE = Column(name="phone", label=_("Phone"), cell="phone", phone="sub", edit="phone")
EMAIL = Column(name="email", label=_("Email"), cell="email", edit="email")
CITY = Column(name="city", label=_("City"), phone="end", edit="city")
INDUSTRY = Column(name="industry", label=_("Industry"), edit="industry")
OWNER = Column(name="owner", label=_("Owner"), cell="member", edit="owner")
TAGS = Column(name="tags", label=_("Tags"), cell="tags", edit="tags")
LAST_ACTIVITY = Column(name="last_activity_at", label=_("Last activity"), cell="ago", sort="last_activity_at")
CREATED = Column(name="created_at", label=_("Added"), cell="day", sort="created_at")

EVENTS = {
    "company.imported": Sentence(text=_("%(member)s brought it in from the file %(file)s"), icon="upload"),
    "company.completed": Sentence(
        text=_("%(actor)s changed %(fields)s"), icon="upload", words="crm.ui.timeline.changed_fields"
    ),
}

register(
    RecordType(
        key=Company.record_key,
        model="contacts.Company",
        app="contacts",
        slug="companies",
        label=_("Company"),
        label_plural=_("Companies"),
        label_new=_("New company"),
        press="o",
        icon="building",
        personal=True,
        face="company",
        form="contacts.companies.forms.CompanyForm",
        filterset="contacts.companies.filters.CompanyFilters",
        conditions="contacts.companies.conditions.conditions",
        scan="contacts.companies.models.CompanyScan",
        create="contacts.companies.actions.create_company",
        update="contacts.companies.actions.update_company",
        customisable=True,
        plain=("industry", "size", "source", "city", "address", "note"),
        columns=(NAME, CITY, PHONE, EMAIL, INDUSTRY, OWNER, LAST_ACTIVITY),
        default_sort="name",
        related=("owner",),
        reads=("owner__name",),
        badges=(TAGS,),
        summary=(Column(name="phone", label=_("Phone"), cell="phone"), CITY, INDUSTRY),
        key_facts=(LAST_ACTIVITY, OWNER),
        facts=(
            Section(
                label=_("Company"),
                columns=(
                    Column(name="name", label=_("Name"), edit="name"), OTHER_NAME, PHONE, EMAIL,
                    Column(name="website", label=_("Website"), cell="link", edit="website"),
                    Column(name="address", label=_("Address"), cell="lines", edit="address"),
                    CITY,
                ),
            ),
            Section(
                label=_("About"),
                columns=(
                    INDUSTRY,
                    Column(name="size", label=_("People"), cell="number", edit="size"),
                    Column(name="source", label=_("Source"), edit="source"),
                    TAGS, OWNER,
                    Column(name="note", label=_("Note"), cell="lines", edit="note"),
                    CREATED,
                ),
            ),
        ),
        import_fields=IMPORT_FIELDS,
        importer="contacts.companies.importing.take",
        importer_undo="contacts.companies.importing.undo",
        events=EVENTS,
        match_keys=("name",),
    )
)  # fmt: skip

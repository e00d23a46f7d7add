"""What a company is to the rest of the product: its list, page, import and search."""

from django.utils.translation import gettext_lazy as _

from contacts.companies.models import Company
from crm.records.registry import register
from crm.records.types import Column, ImportField, RecordType, Section

NAME = Column(name="name", label=_("Name"), cell="name", sort="name", edit="name")
PHONE = Column(name="phone", label=_("Phone"), cell="phone", phone="sub", edit="phone")
EMAIL = Column(name="email", label=_("Email"), cell="email", edit="email")
CITY = Column(name="city", label=_("City"), phone="end", edit="city")
INDUSTRY = Column(name="industry", label=_("Industry"), edit="industry")
OWNER = Column(name="owner", label=_("Owner"), cell="member", edit="owner")
TAGS = Column(name="tags", label=_("Tags"), cell="tags", edit="tags")
LAST_ACTIVITY = Column(name="last_activity_at", label=_("Last activity"), cell="ago", sort="last_activity_at")
CREATED = Column(name="created_at", label=_("Added"), cell="day", sort="created_at")

IMPORT_FIELDS = (
    ImportField(
        name="name", label=_("Name"), required=True,
        aliases=("company", "company name", "organisation", "organization", "account", "firm",
                 "شرکت", "نام شرکت", "نام", "سازمان", "الشركة", "اسم الشركة", "الاسم", "المؤسسة"),
    ),
    ImportField(
        name="phone", label=_("Phone"), kind="phone",
        aliases=("phone number", "tel", "telephone", "تلفن", "شماره تماس", "الهاتف", "رقم الهاتف", "هاتف"),
    ),
    ImportField(
        name="email", label=_("Email"), kind="email",
        aliases=("e-mail", "mail", "ایمیل", "پست الکترونیک", "البريد", "البريد الإلكتروني"),
    ),
    ImportField(
        name="website", label=_("Website"),
        aliases=("url", "web", "site", "homepage", "وب‌سایت", "سایت", "الموقع", "الموقع الإلكتروني"),
    ),
    ImportField(name="address", label=_("Address"), aliases=("street", "نشانی", "آدرس", "العنوان", "عنوان")),
    ImportField(name="city", label=_("City"), aliases=("town", "شهر", "المدينة", "مدينة")),
    ImportField(name="industry", label=_("Industry"), aliases=("sector", "صنعت", "حوزه فعالیت", "القطاع", "النشاط")),
    ImportField(name="source", label=_("Source"), aliases=("نحوه آشنایی", "منبع", "المصدر")),
    ImportField(name="note", label=_("Note"), aliases=("notes", "comments", "توضیحات", "ملاحظات")),
    ImportField(name="tags", label=_("Tags"), kind="tags", aliases=("labels", "برچسب", "الوسوم")),
    ImportField(
        name="owner", label=_("Owner"), kind="member", aliases=("assigned to", "مسئول", "کارشناس", "المالك", "المسؤول")
    ),
)  # fmt: skip

register(
    RecordType(
        key=Company.record_key,
        model="contacts.Company",
        app="contacts",
        label=_("Company"),
        label_plural=_("Companies"),
        label_new=_("New company"),
        icon="building",
        face="company",
        form="contacts.companies.forms.CompanyForm",
        filterset="contacts.companies.filters.CompanyFilters",
        scan="contacts.companies.models.CompanyScan",
        create="contacts.companies.actions.create_company",
        update="contacts.companies.actions.update_company",
        columns=(NAME, CITY, PHONE, EMAIL, INDUSTRY, OWNER, LAST_ACTIVITY),
        default_sort="name",
        related=("owner",),
        badges=(TAGS,),
        summary=(Column(name="phone", label=_("Phone"), cell="phone"), CITY, INDUSTRY),
        key_facts=(LAST_ACTIVITY, OWNER),
        facts=(
            Section(
                label=_("Company"),
                columns=(
                    Column(name="name", label=_("Name"), edit="name"), PHONE, EMAIL,
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
        match_keys=("name",),
    )
)  # fmt: skip

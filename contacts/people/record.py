"""What a contact is to the rest of the product: its list, page, import and search."""

from django.utils.translation import gettext_lazy as _

from contacts.people.models import Contact
from crm.records.registry import register
from crm.records.types import Column, ImportField, Panel, RecordType, Section

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

IMPORT_FIELDS = (
    ImportField(
        name="name", label=_("Name"),
        aliases=("full name", "contact", "customer", "client", "الاسم", "الاسم الكامل", "اسم العميل", "العميل",
                 "نام کامل", "نام و نام خانوادگی", "نام مشتری", "مشتری"),
    ),
    ImportField(
        name="title", label=_("Salutation"),
        aliases=("salutation", "prefix", "عنوان", "پیشوند", "اللقب", "لقب"),
    ),
    ImportField(
        name="given_name", label=_("First name"),
        aliases=("first name", "given name", "forename", "نام", "نام کوچک", "اسم", "الاسم الأول"),
    ),
    ImportField(
        name="family_name", label=_("Last name"),
        aliases=("last name", "surname", "family name", "نام خانوادگی", "فامیل", "فامیلی", "اسم العائلة", "العائلة"),
    ),
    ImportField(
        name="phone", label=_("Phone"), kind="phone",
        aliases=("mobile", "mobile phone", "cell", "cell phone", "phone", "phone number", "tel", "telephone",
                 "موبایل", "شماره موبایل", "تلفن همراه", "همراه", "شماره تماس", "شماره",
                 "الجوال", "جوال", "رقم الجوال", "الهاتف", "رقم الهاتف", "الموبايل", "المحمول"),
    ),
    ImportField(
        name="phone_2", label=_("Another phone"), kind="phone",
        aliases=("phone 2", "other phone", "landline", "home phone", "work phone", "office phone",
                 "تلفن", "تلفن ثابت", "تلفن 2", "تلفن محل کار", "هاتف", "هاتف آخر", "هاتف المنزل", "هاتف العمل"),
    ),
    ImportField(
        name="email", label=_("Email"), kind="email",
        aliases=("e-mail", "mail", "email address", "ایمیل", "پست الکترونیک", "رایانامه",
                 "البريد", "البريد الإلكتروني", "الإيميل", "ايميل"),
    ),
    ImportField(
        name="email_2", label=_("Another email"), kind="email",
        aliases=("email 2", "other email", "work email", "ایمیل 2", "ایمیل دوم", "بريد آخر"),
    ),
    ImportField(
        name="company", label=_("Company"),
        aliases=("company name", "organisation", "organization", "account", "firm", "employer",
                 "شرکت", "نام شرکت", "سازمان", "الشركة", "اسم الشركة", "المؤسسة", "الجهة"),
    ),
    ImportField(
        name="kind", label=_("Type"), kind="choice",
        aliases=("type", "contact type", "category", "نوع", "نوع مشتری", "النوع", "نوع العميل", "التصنيف"),
    ),
    ImportField(
        name="address", label=_("Address"),
        aliases=("street", "street address", "نشانی", "آدرس", "العنوان", "عنوان السكن"),
    ),
    ImportField(name="city", label=_("City"), aliases=("town", "شهر", "المدينة", "مدينة")),
    ImportField(name="country", label=_("Country"), aliases=("کشور", "الدولة", "البلد")),
    ImportField(
        name="birthday", label=_("Birthday"), kind="day",
        aliases=("birth date", "date of birth", "dob", "تاریخ تولد", "تولد", "تاريخ الميلاد", "الميلاد"),
    ),
    ImportField(
        name="source", label=_("Source"),
        aliases=("lead source", "how did you hear", "referral", "نحوه آشنایی", "طریقه آشنایی", "منبع", "معرف",
                 "المصدر", "مصدر العميل", "كيف سمعت عنا"),
    ),
    ImportField(
        name="note", label=_("Note"),
        aliases=("notes", "comment", "comments", "remarks", "description", "توضیحات", "توضیح", "یادداشت", "ملاحظات",
                 "الملاحظات", "ملاحظة", "تعليق"),
    ),
    ImportField(
        name="tags", label=_("Tags"), kind="tags",
        aliases=("tag", "labels", "groups", "برچسب", "برچسب‌ها", "گروه", "الوسوم", "وسم", "المجموعة"),
    ),
    ImportField(
        name="owner", label=_("Owner"), kind="member",
        aliases=("assigned to", "salesperson", "sales rep", "مسئول", "کارشناس", "کارشناس فروش", "المالك", "المسؤول",
                 "المندوب"),
    ),
)  # fmt: skip

register(
    RecordType(
        key=Contact.record_key,
        model="contacts.Contact",
        app="contacts",
        label=_("Contact"),
        label_plural=_("Contacts"),
        label_new=_("New contact"),
        icon="users",
        face="person",
        form="contacts.people.forms.ContactForm",
        filterset="contacts.people.filters.ContactFilters",
        scan="contacts.people.models.ContactScan",
        create="contacts.people.actions.create_contact",
        update="contacts.people.actions.update_contact",
        gather="contacts.people.actions.gather",
        columns=(NAME, COMPANY, KIND, PHONE, NEXT_STEP, OWNER, LAST_ACTIVITY, EMAIL),
        default_sort="name",
        related=("owner", "company"),
        decorate="contacts.people.queries.decorate",
        badges=(KIND, TAGS),
        summary=(
            Column(name="phone", label=_("Phone"), cell="phone"),
            Column(name="company_name", label=_("Company")),
            CITY,
        ),
        key_facts=(NEXT_STEP, LAST_ACTIVITY, OWNER),
        facts=(
            Section(
                label=_("Contact"),
                columns=(
                    Column(name="name", label=_("Name"), edit="name"), PHONE, EMAIL,
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
        match_keys=("phone", "email"),
        placeholders="contacts.people.placeholders.PLACEHOLDERS",
        correspondent="contacts.people.placeholders.correspondent",
        panels=(Panel(on="company", label=_("People"), rows="contacts.people.panels.people_of"),),
    )
)  # fmt: skip

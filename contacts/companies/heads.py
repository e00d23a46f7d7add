"""What an import can fill in a company, and what the columns of a file may be called for that, in three languages."""

from django.utils.translation import gettext_lazy as _

from contacts.names import IMPORTED
from crm.records.types import ImportField

IMPORT_FIELDS = (
    ImportField(
        name="name", label=_("Name"), required=True,
        aliases=("company", "company name", "organisation", "organization", "organisation name", "organization name",
                 "account", "account name", "firm", "firm name", "business", "customer", "client", "شرکت",
                 "نام شرکت", "نام", "سازمان", "نام سازمان", "مؤسسه", "مشتری", "نام مشتری", "الشركة", "اسم الشركة",
                 "الاسم", "المؤسسة", "اسم المؤسسة", "المنشأة", "العميل", "اسم العميل"),
    ),
    IMPORTED,
    ImportField(
        name="phone", label=_("Phone"), kind="phone",
        aliases=("phone number", "tel", "telephone", "mobile", "main phone", "office phone", "تلفن", "شماره تلفن",
                 "شماره تماس", "موبایل", "تلفن ثابت", "الهاتف", "رقم الهاتف", "هاتف", "الجوال", "رقم التواصل"),
    ),
    ImportField(
        name="email", label=_("Email"), kind="email",
        aliases=("e-mail", "mail", "email address", "ایمیل", "پست الکترونیک", "رایانامه", "البريد",
                 "البريد الإلكتروني", "الإيميل", "ايميل"),
    ),
    ImportField(
        name="website", label=_("Website"), kind="link",
        aliases=("url", "web", "site", "homepage", "web site", "وب‌سایت", "سایت", "وبگاه", "الموقع",
                 "الموقع الإلكتروني"),
    ),
    ImportField(
        name="address", label=_("Address"), kind="lines", longest=500,
        aliases=("street", "street address", "نشانی", "آدرس", "العنوان", "عنوان"),
    ),
    ImportField(
        name="city", label=_("City"),
        aliases=("town", "شهر", "المدينة", "مدينة"),
    ),
    ImportField(
        name="industry", label=_("Industry"),
        aliases=("sector", "field", "صنعت", "حوزه فعالیت", "زمینه فعالیت", "القطاع", "النشاط", "المجال"),
    ),
    ImportField(
        name="source", label=_("Source"),
        aliases=("نحوه آشنایی", "منبع", "المصدر", "referral", "channel"),
    ),
    ImportField(
        name="note", label=_("Note"), kind="lines", longest=5000,
        aliases=("notes", "comment", "comments", "remarks", "description", "توضیحات", "یادداشت", "ملاحظات",
                 "الملاحظات"),
    ),
    ImportField(
        name="tags", label=_("Tags"), kind="tags",
        aliases=("tag", "labels", "groups", "برچسب", "گروه", "الوسوم"),
    ),
    ImportField(
        name="owner", label=_("Owner"), kind="member",
        aliases=("assigned to", "account manager", "مسئول", "کارشناس", "المالك", "المسؤول"),
    ),
)  # fmt: skip

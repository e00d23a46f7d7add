"""What an import can fill in a person, and what the columns of a file may be called for that, in three languages."""

from django.utils.translation import gettext_lazy as _

from contacts.names import IMPORTED
from crm.records.types import ImportField

IMPORT_FIELDS = (
    ImportField(
        name="name", label=_("Name"), tells=True, beside=("family_name", "given_name"),
        aliases=("full name", "contact", "contact name", "customer", "customer name", "client", "client name",
                 "person", "الاسم", "الاسم الكامل", "الاسم بالكامل", "اسم العميل", "العميل", "اسم الزبون", "الزبون",
                 "جهة الاتصال", "نام کامل", "نام و نام خانوادگی", "نام خانوادگی و نام", "نام و فامیل", "نام مشتری",
                 "مشتری", "اسم مشتری", "مخاطب", "نام مخاطب"),
    ),
    IMPORTED,
    ImportField(
        name="title", label=_("Title"),
        aliases=("salutation", "prefix", "honorific", "mr/mrs", "عنوان", "پیشوند", "لقب", "خطاب", "اللقب",
                 "اللقب المهني", "المخاطبة"),
    ),
    ImportField(
        name="given_name", label=_("First name"), tells=True,
        aliases=("first name", "given name", "forename", "fname", "نام", "نام کوچک", "اسم", "الاسم الأول",
                 "الاسم الاول"),
    ),
    ImportField(
        name="family_name", label=_("Last name"), tells=True,
        aliases=("last name", "surname", "family name", "lname", "نام خانوادگی", "فامیل", "فامیلی", "نام فامیلی",
                 "اسم العائلة", "العائلة", "الاسم الأخير", "الكنية"),
    ),
    ImportField(
        name="phone", label=_("Phone"), kind="phone", tells=True,
        aliases=("mobile", "mobile phone", "mobile number", "mobile no", "cell", "cell phone", "phone",
                 "phone number", "phone no", "tel", "tel no", "telephone", "telephone number", "contact number",
                 "whatsapp", "other phone", "another phone", "landline", "home phone", "work phone", "office phone",
                 "business phone", "main phone", "موبایل", "شماره موبایل", "موبایل مشتری", "تلفن همراه",
                 "شماره تلفن همراه", "همراه", "شماره همراه", "شماره تماس", "شماره", "تلفن", "شماره تلفن",
                 "تلفن ثابت", "تلفن تماس", "تلفن منزل", "تلفن محل کار", "واتساپ", "شماره واتساپ", "گوشی", "الجوال",
                 "جوال", "رقم الجوال", "رقم جوال", "الهاتف", "رقم الهاتف", "هاتف", "الموبايل", "موبايل",
                 "رقم الموبايل", "المحمول", "رقم المحمول", "النقال", "رقم التواصل", "هاتف آخر", "هاتف المنزل",
                 "هاتف العمل", "الهاتف الثابت", "واتس اب", "الواتساب", "رقم الواتساب", "تليفون", "التليفون"),
    ),
    ImportField(
        name="email", label=_("Email"), kind="email", tells=True,
        aliases=("e-mail", "mail", "email address", "e-mail address", "other email", "another email", "work email",
                 "ایمیل", "آدرس ایمیل", "ایمیل مشتری", "پست الکترونیک", "پست الکترونیکی", "رایانامه", "میل",
                 "البريد", "البريد الإلكتروني", "بريد إلكتروني", "عنوان البريد الإلكتروني", "الإيميل", "ايميل",
                 "بريد آخر"),
    ),
    ImportField(
        name="company", label=_("Company"),
        aliases=("company name", "organisation", "organization", "organisation name", "organization name", "account",
                 "account name", "firm", "employer", "business", "شرکت", "نام شرکت", "سازمان", "نام سازمان", "مؤسسه",
                 "محل کار", "الشركة", "اسم الشركة", "المؤسسة", "اسم المؤسسة", "المنشأة", "الجهة", "جهة العمل", "شركة"),
    ),
    ImportField(
        name="kind", label=_("Type"), kind="choice",
        aliases=("type", "contact type", "customer type", "category", "نوع", "نوع مشتری", "دسته", "النوع",
                 "نوع العميل", "التصنيف", "الفئة"),
    ),
    ImportField(
        name="address", label=_("Address"), kind="lines", longest=500,
        aliases=("street", "street address", "postal address", "mailing address", "home address", "address line",
                 "نشانی", "آدرس", "آدرس پستی", "نشانی منزل", "آدرس منزل", "العنوان", "عنوان السكن", "عنوان المنزل",
                 "الشارع"),
    ),
    ImportField(
        name="city", label=_("City"),
        aliases=("town", "city/town", "شهر", "شهرستان", "المدينة", "مدينة", "البلدة"),
    ),
    ImportField(
        name="country", label=_("Country"), kind="country",
        aliases=("country code", "nation", "کشور", "الدولة", "البلد", "دولة"),
    ),
    ImportField(
        name="birthday", label=_("Birthday"), kind="day",
        aliases=("birth date", "birthdate", "date of birth", "dob", "born", "تاریخ تولد", "تولد", "ت تولد",
                 "روز تولد", "تاريخ الميلاد", "الميلاد", "يوم الميلاد", "تاريخ الولادة"),
    ),
    ImportField(
        name="source", label=_("Source"),
        aliases=("contact source", "how did you hear", "how did you hear about us", "referral", "referred by",
                 "channel", "نحوه آشنایی", "طریقه آشنایی", "نحوه آشنایی با ما", "منبع", "معرف", "کانال", "المصدر",
                 "مصدر العميل", "كيف سمعت عنا", "كيف عرفت عنا", "القناة"),
    ),
    ImportField(
        name="note", label=_("Note"), kind="lines", longest=5000,
        aliases=("notes", "comment", "comments", "remark", "remarks", "description", "details", "additional info",
                 "توضیحات", "توضیح", "یادداشت", "یادداشت‌ها", "شرح", "ملاحظات", "الملاحظات", "ملاحظة", "تعليق",
                 "التعليقات", "تفاصيل"),
    ),
    ImportField(
        name="tags", label=_("Tags"), kind="tags",
        aliases=("tag", "label", "labels", "group", "groups", "برچسب", "برچسب‌ها", "گروه", "گروه‌ها", "الوسوم",
                 "وسم", "المجموعة", "المجموعات"),
    ),
    ImportField(
        name="owner", label=_("Owner"), kind="member",
        aliases=("assigned to", "contact owner", "salesperson", "sales rep", "account manager", "responsible",
                 "مسئول", "کارشناس", "کارشناس فروش", "مسئول فروش", "المالك", "المسؤول", "المندوب", "مندوب المبيعات",
                 "مسؤول المبيعات"),
    ),
)  # fmt: skip

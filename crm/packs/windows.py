"""Firms that measure, make and fit: windows, doors, kitchens. The stages and the playbook of the story."""

from crm.packs.pack import FOLDER, Pack, Paper, StagePlan

VISIT = {
    "subject": {"ar": "زيارة لأخذ القياسات", "fa": "بازدید برای اندازه‌گیری", "en": "Visit the site and measure"},
    "body": {
        "ar": "أرفق ورقة القياسات بالصفقة، ثم انقلها إلى مرحلة الموافقة.",
        "fa": "برگهٔ اندازه‌ها را به معامله پیوست کنید و سپس آن را به مرحلهٔ تأیید ببرید.",
        "en": "Attach the sheet of sizes to the deal, then move it to approval.",
    },
    "kind": "visit",
    "recipient": "function:surveyor",
    "due": {"field": "visit_at", "minutes": 0},
}
PRICE = {
    "subject": {
        "ar": "احسب السعر واتصل بالعميل",
        "fa": "قیمت را حساب کنید و با مشتری تماس بگیرید",
        "en": "Work out the price and call the customer",
    },
    "kind": "call",
    "recipient": "owner",
    "due": {"minutes": 120},
}
FITTING = {
    "subject": {"ar": "تركيب النوافذ", "fa": "نصب پنجره‌ها", "en": "Fit the windows"},
    "kind": "visit",
    "recipient": "function:installer",
    "due": {"field": "delivery_on", "minutes": 0},
}
FITTING_NOTICE = {
    "recipient": "function:installer",
    "field": "delivery_on",
    "text": {
        "ar": "تركيب جديد: {record}، الموعد {date}",
        "fa": "نصب تازه: {record}، موعد {date}",
        "en": "New installation: {record}, to be fitted by {date}",
    },
}

WINDOWS = Pack(
    key="windows",
    name={"ar": "نوافذ وأبواب", "fa": "در و پنجره", "en": "Windows and doors"},
    pipeline={"ar": "مشاريع النوافذ", "fa": "پروژه‌های پنجره", "en": "Window projects"},
    stages=(
        StagePlan(
            key="first_call",
            name={"ar": "مكالمة أولى", "fa": "تماس اول", "en": "First call"},
            probability=10,
            ageing_days=5,
        ),
        StagePlan(
            key="measurement",
            name={"ar": "القياس", "fa": "اندازه‌گیری", "en": "Measurement"},
            probability=30,
            asks="visit_at",
            playbook=(("create_task", VISIT),),
        ),
        StagePlan(
            key="approval",
            name={"ar": "الموافقة", "fa": "تأیید", "en": "Approval"},
            probability=60,
            ageing_days=14,
            playbook=(("create_task", PRICE),),
        ),
        StagePlan(
            key="payment",
            name={"ar": "الدفع", "fa": "پرداخت", "en": "Payment"},
            probability=85,
            playbook=(("make_document", {"template": "contract"}),),
        ),
        StagePlan(
            key="installation",
            name={"ar": "التركيب", "fa": "نصب", "en": "Installation"},
            probability=95,
            ageing_days=10,
            asks="delivery_on",
            playbook=(("notify", FITTING_NOTICE), ("create_task", FITTING)),
        ),
    ),
    won={"ar": "فوز", "fa": "برنده", "en": "Won"},
    lost={"ar": "خسارة", "fa": "از دست رفته", "en": "Lost"},
    reasons=(
        {"ar": "السعر مرتفع", "fa": "قیمت بالا", "en": "Too expensive"},
        {"ar": "اختار منافسًا", "fa": "رقیب را برگزید", "en": "Chose a competitor"},
        {"ar": "موعد التركيب بعيد", "fa": "زمان نصب دیر بود", "en": "Could not fit in time"},
        {"ar": "أُجّل المشروع", "fa": "پروژه به تعویق افتاد", "en": "Project put off"},
        {"ar": "لا يرد", "fa": "پاسخ نمی‌دهد", "en": "No answer"},
    ),
    functions={
        "surveyor": {"ar": "فنّي القياس", "fa": "اندازه‌گیر", "en": "Surveyor"},
        "installer": {"ar": "فنّي التركيب", "fa": "نصاب", "en": "Installer"},
    },
    papers=(
        Paper(
            key="contract",
            name={"ar": "عقد وطلب دفع", "fa": "قرارداد و درخواست پرداخت", "en": "Contract and payment request"},
            folder=FOLDER / "documents",
        ),
    ),
)

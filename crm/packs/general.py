"""For a firm of any trade: ask, offer, agree, deliver."""

from crm.packs.pack import Pack, StagePlan

FOLLOW_UP = {
    "subject": {
        "ar": "اتصل بالعميل بشأن العرض",
        "fa": "دربارهٔ پیشنهاد با مشتری تماس بگیرید",
        "en": "Call the customer about the offer",
    },
    "kind": "call",
    "recipient": "owner",
    "due": {"minutes": 2 * 24 * 60},
}

GENERAL = Pack(
    key="general",
    name={"ar": "عام", "fa": "عمومی", "en": "General"},
    pipeline={"ar": "المبيعات", "fa": "فروش", "en": "Sales"},
    stages=(
        StagePlan(
            key="enquiry", name={"ar": "استفسار", "fa": "درخواست", "en": "Enquiry"}, probability=10, ageing_days=5
        ),
        StagePlan(
            key="needs", name={"ar": "فهم الاحتياج", "fa": "بررسی نیاز", "en": "Needs understood"}, probability=30
        ),
        StagePlan(
            key="offer",
            name={"ar": "العرض", "fa": "پیشنهاد", "en": "Offer"},
            probability=60,
            ageing_days=14,
            playbook=(("create_task", FOLLOW_UP),),
        ),
        StagePlan(key="agreement", name={"ar": "الاتفاق", "fa": "توافق", "en": "Agreement"}, probability=85),
        StagePlan(
            key="delivery",
            name={"ar": "التسليم", "fa": "تحویل", "en": "Delivery"},
            probability=95,
            ageing_days=14,
            asks="delivery_on",
        ),
    ),
    won={"ar": "فوز", "fa": "برنده", "en": "Won"},
    lost={"ar": "خسارة", "fa": "از دست رفته", "en": "Lost"},
    reasons=(
        {"ar": "السعر مرتفع", "fa": "قیمت بالا", "en": "Too expensive"},
        {"ar": "اختار منافسًا", "fa": "رقیب را برگزید", "en": "Chose a competitor"},
        {"ar": "لم تعد هناك حاجة", "fa": "نیاز برطرف شد", "en": "No longer needed"},
        {"ar": "لا يرد", "fa": "پاسخ نمی‌دهد", "en": "No answer"},
    ),
)

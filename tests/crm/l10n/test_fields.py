"""Forms that take what people type, keep it when it can't be read, and say why beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms

from crm.l10n.fields import DateField, DateTimeField, MoneyField, NumberField, PercentField, PhoneField
from crm.l10n.state import using
from tests.crm.l10n.readers import LONDON, MECCA, RIYADH, TEHRAN

MOMENT = datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
NAMES = ("closes_on", "visit_at", "amount", "phone", "chance", "share", "width")


class WindowForm(forms.Form):
    closes_on = DateField()
    visit_at = DateTimeField(required=False)
    amount = MoneyField(required=False)
    phone = PhoneField(required=False)
    chance = PercentField(required=False)
    share = PercentField(required=False, decimals=1)
    width = NumberField(required=False, decimals=2, min_value=0, max_value=1000)


def submit(**typed):
    return WindowForm({"closes_on": "2026/11/24", **typed})


def value_in(form, name):
    return form[name].value()


def test_a_persian_form_takes_what_persians_type():
    with using(TEHRAN):
        form = submit(
            closes_on="۳ آذر ۱۴۰۵",
            visit_at="۱۴۰۵/۰۹/۰۳ ۱۴:۳۵",
            amount="۳٬۴۶۰ میلیون",
            phone="۰۹۱۲ ۳۴۵ ۶۷۸۹",
            chance="۳۰٪",
            share="۱۲٫۵",
            width="۱٬۰۰۰",
        )
        assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "closes_on": date(2026, 11, 24),
        "visit_at": MOMENT,
        "amount": 3_460_000_000,
        "phone": "+989123456789",
        "chance": 30,
        "share": Decimal("12.5"),
        "width": Decimal(1000),
    }


def test_stored_values_are_shown_as_the_reader_writes():
    stored = {
        "closes_on": date(2026, 11, 24),
        "visit_at": MOMENT,
        "amount": 4_850_050,
        "phone": "+966501234567",
        "chance": 30,
        "width": Decimal("1.25"),
    }
    with using(MECCA):
        form = WindowForm(initial=stored)
        shown = [value_in(form, name) for name in NAMES]
    assert shown == ["١٤٤٨/٠٦/١٤", "١٤٤٨/٠٦/١٤ ١٤:٠٥", "٤٨٬٥٠٠٫٥٠", "٠٥٠ ١٢٣ ٤٥٦٧", "٣٠", None, "١٫٢٥"]
    with using(LONDON):
        form = WindowForm(initial=stored)
        assert value_in(form, "phone") == "+966 50 123 4567"
        assert value_in(form, "closes_on") == "2026/11/24"


@pytest.mark.parametrize("reader", [LONDON, RIYADH, MECCA, TEHRAN])
def test_what_is_shown_and_sent_back_unchanged_is_no_change(reader):
    stored = {
        "closes_on": date(2026, 11, 24),
        "visit_at": MOMENT,
        "amount": 4_850_000,
        "phone": "+966501234567",
        "chance": 30,
        "share": Decimal("0.5"),
        "width": Decimal("1.25"),
    }
    with using(reader):
        shown = WindowForm(initial=stored)
        form = WindowForm({name: value_in(shown, name) for name in NAMES}, initial=stored)
        assert form.is_valid(), form.errors
        assert form.changed_data == []
        assert form.cleaned_data == stored


@pytest.mark.parametrize(
    ("name", "typed", "error"),
    [
        ("closes_on", "", "This field is required."),
        ("closes_on", "30/2/2026", "February 2026 has 28 days."),
        ("closes_on", "24/11/26", "Write the year with four digits."),
        ("visit_at", "2026/11/24", "Write the time too, like 14:30."),
        ("amount", "lots", "Write an amount, like 48,500."),
        ("amount", "-5", "The least is 0."),
        ("amount", "99999999999999999999", "This amount is too large."),
        ("phone", "call Omar", "Write a phone number with digits only."),
        ("phone", "+4420", "This phone number is too short."),
        ("phone", "+99999999999999999999", "This is not a phone number."),
        ("chance", "130%", "Ensure this value is less than or equal to 100."),
        ("chance", "12.5", "Write at most 0 decimal places."),
        ("width", "-1", "Ensure this value is greater than or equal to 0."),
        ("width", "wide", "Write a number, like 1,234.5."),
    ],
)
def test_what_cannot_be_read_stays_with_its_reason(name, typed, error):
    with using(LONDON):
        form = submit(**{name: typed})
        assert form.errors[name] == [error]
        assert value_in(form, name) == typed
        assert f'value="{typed}"' in str(form[name]) or not typed


def test_nothing_typed_is_no_value():
    with using(LONDON):
        form = submit(amount=" ", phone="", visit_at="\t")
        assert form.is_valid()
    assert form.cleaned_data["amount"] is form.cleaned_data["visit_at"] is None
    assert form.cleaned_data["phone"] == ""


def test_values_that_are_values_already_pass():
    with using(TEHRAN):
        form = WindowForm({"closes_on": MOMENT, "amount": 5, "visit_at": MOMENT})
        assert form.is_valid()
    assert form.cleaned_data["closes_on"] == date(2026, 11, 24)
    assert (form.cleaned_data["amount"], form.cleaned_data["visit_at"]) == (5, MOMENT)


def test_an_amount_has_the_currency_of_its_field():
    with using(LONDON):
        form = submit(amount="1.250")
        form.fields["amount"].currency = "KWD"
        assert form.is_valid()
        assert "KWD" in str(form["amount"])
    assert form.cleaned_data["amount"] == 1_250
    assert MoneyField(currency="KWD").currency == "KWD"


def test_without_one_it_is_the_workspaces():
    with using(TEHRAN):
        assert "ریال" in str(WindowForm()["amount"])
    with using(RIYADH):
        assert "ر.س" in str(WindowForm()["amount"])


def test_a_phone_has_the_region_of_its_field():
    with using(LONDON):
        assert PhoneField(region="SA").clean("0501234567") == "+966501234567"
        assert PhoneField().clean("020 7946 0958") == "+442079460958"


def test_amounts_below_nothing_where_they_are_wanted():
    with using(LONDON):
        assert MoneyField(min_value=None).clean("-5") == -500


def test_a_date_field_tells_the_page_how_to_pick():
    with using(replace(TEHRAN, digits="arab")):
        html = str(WindowForm()["closes_on"])
        assert 'placeholder="١٤' in html
        for attribute in ('data-calendar="jalali"', 'data-digits="arab"', 'data-week-start="5"', 'dir="rtl"'):
            assert attribute in html
        assert 'data-time-zone="Asia/Tehran"' in str(WindowForm()["visit_at"])


def test_numbers_and_phones_run_left_to_right_with_the_right_keyboard():
    with using(TEHRAN):
        form = WindowForm()
        assert 'inputmode="decimal"' in str(form["amount"])
        assert 'type="tel"' in str(form["phone"])
        assert all('dir="ltr"' in str(form[name]) for name in ("amount", "phone", "chance", "width"))
        assert "٪" in str(form["chance"])


def test_a_forms_own_attributes_win():
    class Own(forms.Form):
        day = DateField(widget=DateField.widget(attrs={"class": "form-control", "placeholder": "when"}))

    with using(LONDON):
        html = str(Own()["day"])
    assert 'class="form-control"' in html
    assert 'placeholder="when"' in html

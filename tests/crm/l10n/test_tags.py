"""What stands in a page: escaped, isolated, in the reader's calendar and digits."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from crm.l10n.state import using
from tests.crm.l10n.readers import LONDON, RIYADH, TEHRAN

NOON = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_saturday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC))


def page(reader, markup, **context):
    with using(reader):
        return Template(markup).render(Context(context)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("markup", "value", "html"),
    [
        (
            "{{ v|day }}",
            date(2026, 11, 24),
            '<time dir="auto" datetime="2026-11-24" title="Tuesday 24 November 2026">Tue 24 Nov</time>',
        ),
        (
            '{{ v|day:"medium" }}',
            NOON,
            '<time dir="auto" datetime="2026-11-24" title="Tuesday 24 November 2026">24 Nov 2026</time>',
        ),
        (
            "{{ v|moment }}",
            NOON,
            '<time dir="auto" datetime="2026-11-24T12:05:00+00:00"'
            ' title="Tuesday 24 November 2026, 12:05">Tue 24 Nov 12:05</time>',
        ),
        (
            "{{ v|ago }}",
            datetime(2026, 11, 21, 8, 47, tzinfo=UTC),
            '<time dir="auto" datetime="2026-11-21T08:47:00+00:00"'
            ' title="Saturday 21 November 2026, 08:47">13 minutes ago</time>',
        ),
        ("{{ v|late }}", datetime(2026, 11, 19, 8, 0, tzinfo=UTC), "2 days late"),
        ('{{ v|money:"SAR" }}', 4_850_000, '<bdi dir="ltr">SAR 48,500</bdi>'),
        ('{{ v|money:"IRR" }}', 3_460_000_000, '<bdi dir="ltr" title="IRR 3,460,000,000">IRR 3,460 million</bdi>'),
        ('{{ v|money_full:"IRR" }}', 3_460_000_000, '<bdi dir="ltr">IRR 3,460,000,000</bdi>'),
        ("{{ v|num }}", 48_500, '<bdi dir="ltr">48,500</bdi>'),
        ("{{ v|num:2 }}", 1, '<bdi dir="ltr">1.00</bdi>'),
        ("{{ v|percent }}", 30, '<bdi dir="ltr">30%</bdi>'),
        ("{{ v|compact }}", 1_234_567, '<bdi title="1,234,567">1.2M</bdi>'),
        (
            "{{ v|phone }}",
            "+966501234567",
            '<a class="wl-ltr" dir="ltr" href="tel:+966501234567">+966 50 123 4567</a>',
        ),
        ("{{ v|isolate }}", "عمر", "<bdi>عمر</bdi>"),
    ],
)
def test_filters(markup, value, html):
    assert page(LONDON, markup, v=value) == html


def test_filters_write_as_the_reader_does():
    assert ">۳ آذر</time>" in page(TEHRAN, "{{ v|day }}", v=date(2026, 11, 24)).replace("سه‌شنبه ", "")
    assert page(TEHRAN, '{{ v|money:"IRR" }}', v=3_460_000_000) == (
        '<bdi dir="rtl" title="۳٬۴۶۰٬۰۰۰٬۰۰۰ ریال">۳٬۴۶۰ میلیون ریال</bdi>'
    )
    assert page(RIYADH, '{{ v|money:"SAR" }}', v=4_850_000) == '<bdi dir="rtl">48,500 ر.س</bdi>'
    assert ">050 123 4567</a>" in page(RIYADH, "{{ v|phone }}", v="+966501234567")


@pytest.mark.parametrize("name", ["day", "moment", "ago", "late", 'money:"SAR"', 'money_full:"SAR"', "num", "percent"])
@pytest.mark.parametrize("value", [None, ""])
def test_nothing_writes_nothing(name, value):
    assert page(LONDON, f"{{{{ v|{name} }}}}", v=value) == ""


@pytest.mark.parametrize("name", ["compact", "phone", "isolate"])
def test_nothing_writes_nothing_here_too(name):
    assert page(LONDON, f"{{{{ v|{name} }}}}", v="") == ""


def test_zero_is_something():
    assert page(LONDON, "{{ v|num }}{{ v|percent }}", v=0) == '<bdi dir="ltr">0</bdi><bdi dir="ltr">0%</bdi>'


@pytest.mark.parametrize("name", ["isolate", "phone"])
def test_what_users_wrote_is_escaped(name):
    html = page(LONDON, f"{{{{ v|{name} }}}}", v='"><script>')
    assert "<script>" not in html
    assert "&lt;script&gt;" in html

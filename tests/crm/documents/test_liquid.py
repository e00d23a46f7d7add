"""What templates may do, and what they may not."""

import time
from datetime import date

import pytest

from crm.documents.faults import TemplateFault
from crm.documents.liquid import LARGEST_OUTPUT, LONGEST_SOURCE, parse, render
from crm.documents.values import Value
from crm.l10n.state import Preferences, using

ARABIC = Preferences("ar", "gregorian", "latn", "Asia/Riyadh", 6, "SAR", "SA")
PERSIAN = Preferences("fa", "jalali", "arabext", "Asia/Tehran", 5, "IRR", "IR")
ENGLISH = Preferences("en", "gregorian", "latn", "Europe/London", 0, "GBP", "GB")
NAMES = {"client.name", "client.address", "client.phone", "amount", "date"}


@pytest.fixture(autouse=True)
def english():
    with using(ENGLISH):
        yield


def values(**more):
    return {"client.name": Value("text", "Noura"), "amount": Value("money", (100_000, "GBP")), **more}


def html(source, **more):
    return render(source, values(**more), NAMES).html


def missing(source, **more):
    return render(source, values(**more), NAMES).missing


def fault(source):
    with pytest.raises(TemplateFault) as caught:
        render(source, values(), NAMES)
    return caught.value


def test_values_are_filled_in_and_isolated():
    assert html("<p>{{ client.name }}</p>") == '<p><bdi dir="ltr">Noura</bdi></p>'


def test_a_value_keeps_its_own_direction():
    name, phone = Value("text", "نورة"), Value("phone", "+966 55 120 4477")
    with using(ARABIC):
        out = html("{{ client.name }} {{ client.phone }}", **{"client.name": name, "client.phone": phone})
    assert out == '<bdi dir="rtl">نورة</bdi> <bdi dir="ltr">+966 55 120 4477</bdi>'


def test_lines_stay_lines_each_in_its_direction():
    with using(ARABIC):
        out = html("{{ client.address }}", **{"client.address": Value("lines", "حي النرجس\nRiyadh 13327\n")})
    assert out == '<bdi dir="rtl">حي النرجس</bdi><br><bdi dir="ltr">Riyadh 13327</bdi>'


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("تلفن 021-8877 4410", "021-8877 4410"),
        ("شبا: IR82 0540 1026 8002", "IR82 0540 1026 8002"),
        ("رنگ (RAL 9005) مات", "RAL 9005"),
        ("+966 55 120 4477 هاتف نورة", "+966 55 120 4477"),
        ("تلفن (021) 8877 4410", "(021) 8877 4410"),
        ("پلاک 12 & 14", None),
        ("شركة Brick and Pane", None),
    ],
)
def test_codes_keep_their_order_among_arabic_letters(line, code):
    with using(PERSIAN):
        out = html("{{ client.address }}", **{"client.address": Value("lines", line)})
    written = line.replace("&", "&amp;")
    expected = written.replace(code, f'<bdi dir="ltr">{code}</bdi>') if code else written
    assert out == f'<bdi dir="rtl">{expected}</bdi>'


def test_what_people_typed_is_escaped():
    out = html("{{ client.name }}", **{"client.name": Value("text", "<script>alert(1)</script>")})
    assert "<script" not in out and "&lt;script&gt;" in out


def test_in_an_attribute_a_value_is_text_alone():
    out = html('<p title="{{ client.name }}">x</p>', **{"client.name": Value("text", 'a" onclick="b')})
    assert out == '<p title="a&quot; onclick=&quot;b">x</p>'


@pytest.mark.parametrize(
    ("preferences", "currency", "shown", "words"),
    [
        (ARABIC, "SAR", "48,500", "ثمانية وأربعون ألفًا وخمسمئة ريال سعودي"),
        (PERSIAN, "IRR", "۴٬۸۵۰٬۰۰۰", "چهار میلیون و هشتصد و پنجاه هزار ریال"),
        (ENGLISH, "GBP", "£48,500", "forty-eight thousand five hundred pounds"),
    ],
)
def test_amounts_are_written_for_the_documents_language(preferences, currency, shown, words):
    with using(preferences):
        amount = Value("money", (4_850_000, currency))
        out = html("{{ amount }} = {{ amount | in_words }}", amount=amount)
    assert shown in out
    assert words in out


def test_dates_are_in_the_documents_calendar_and_digits():
    with using(PERSIAN):
        assert "۳۰ آبان ۱۴۰۵" in html("{{ date }}", date=Value("day", date(2026, 11, 21)))
    assert "Saturday 21 November 2026" in html('{{ date | date: "long" }}', date=Value("day", date(2026, 11, 21)))


def test_money_is_reckoned_as_money():
    assert "£333.33" in html("{{ amount | divided_by: 3 }}")
    assert "£300" in html("{{ amount | times: 0.3 }}")
    assert "£1,200" in html("{{ 1200 | money }}")
    assert "big" in html("{% if amount > 999 %}big{% endif %}")


def test_numbers_are_in_the_documents_digits():
    with using(PERSIAN):
        assert "۱٬۲۳۴٫۵" in html("{{ 1234.5 }}")


def test_an_empty_value_is_missing():
    assert missing("{{ client.address }} {{ client.name }} {{ client.address }}") == ("client.address",)


def test_an_empty_value_is_missing_through_filters_and_assignments():
    assert missing("{{ client.address | upcase }}") == ("client.address",)
    assert missing('{{ "c/o " | append: client.address }}') == ("client.address",)
    assert missing("{% assign where = client.address | upcase %}{{ where }}") == ("client.address",)


def test_a_value_that_an_if_asked_for_is_not_missing():
    assert missing("{% if client.address %}{{ client.address }}{% endif %}") == ()
    assert missing("{% unless client.address %}no address{% endunless %}") == ()


def test_a_value_with_a_default_is_not_missing():
    assert missing('{{ client.address | default: "-" }}') == ()
    assert html('{{ client.address | upcase | default: "none" }}') == "none"


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("one\n{{ client.name", 2, "never closed"),
        ("{{ client.name }}\n\n{{ a {{ b }}", 3, "never closed"),
        ("\n{% if amount %}\n{{ client.name }}", 2, "“if” is opened here"),
        ("{% if amount %}{% for a in b %}{% endif %}", 1, "“for” is opened here"),
        ("x\n{% endif %}", 2, "endif"),
        ("x\n\n{% include 'secrets' %}", 3, "include"),
        ("{{ client.name | shout }}", 1, "no filter “shout”"),
        ("ok\n{{ client.adress }}", 2, "Is it “client.address”?"),
        ("ok\n{{ settings.SECRET_KEY }}", 2, "no value “settings.SECRET_KEY”"),
        ("{{ client }}", 1, "no value “client”"),
        ("{{ client.name | date }}", 1, "not a date"),
        ("{{ client.name | times: 2 }}", 1, "not a number"),
        ("{{ amount | divided_by: 0 }}", 1, "zero"),
        ("a\n{{ | }}", 2, "cannot be understood"),
    ],
)
def test_a_fault_is_named_with_its_line(source, line, says):
    found = fault(source)
    assert found.line == line
    assert says in str(found)


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in (1..100000000) %}x{% endfor %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}",
        "{% for i in (1..1500) %}x{% endfor %}" * 3,
        '{% assign a = "0123456789" %}' + "{% assign a = a | append: a %}" * 40,
        "{% for i in (1..1999) %}" + "x" * 20_000 + "{% endfor %}",
        "{% if true %}" * 40 + "{% endif %}" * 40,
        "{{ a" + "[a" * 5_000 + "]" * 5_000 + " }}",
        "{{ 9 " + "| times: 9999999999999999999999999 " * 800 + "}}",
    ],
    ids=["long loop", "deep loop", "many loops", "doubling", "output", "nesting", "recursion", "large number"],
)
def test_a_greedy_template_is_stopped_soon(source):
    begun = time.monotonic()
    with pytest.raises(TemplateFault):
        render(source, values(), NAMES | {"a"})
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("source", ["{{" * 14_000, "{%" * 14_000, "{{ a " * 5_000, "{% if a %}" * 3_000])
def test_reading_a_broken_template_takes_no_time(source):
    begun = time.monotonic()
    fault(source)
    assert time.monotonic() - begun < 1


def test_a_template_has_a_longest_length():
    assert str(LONGEST_SOURCE) in str(fault("x" * (LONGEST_SOURCE + 1)))
    assert len(html("x" * LONGEST_SOURCE)) < LARGEST_OUTPUT


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd">',
        '<img src="http://169.254.169.254/latest">',
        '<img src="data:image/svg+xml,<svg/>">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<iframe src="https://example.com"></iframe>',
        '<p style="background: url(https://example.com/x)">x</p>',
        "<style>@import url(https://example.com/x)</style>",
        '<a href="javascript:alert(1)">x</a>',
        '<p onclick="alert(1)">x</p>',
        '<form action="https://example.com"><input></form>',
        '<base href="https://example.com/">',
    ],
)
def test_html_that_acts_or_fetches_is_dropped(source):
    out = html("<p>before</p>" + source)
    assert "before" in out
    for word in ("script", "file:", "http", "svg", "onclick", "import", "form", "base", "alert(1)</"):
        assert word not in out


def test_a_picture_inside_the_template_stays():
    assert 'src="data:image/png;base64,AAAA"' in html('<img src="data:image/png;base64,AAAA" alt="logo">')


def test_the_python_behind_a_value_cannot_be_reached():
    for path in ("client.name.raw", "client.name.__class__", "amount.kind", 'amount["raw"]', "amount[client.name]"):
        with pytest.raises(TemplateFault):
            parse("{{ " + path + " }}", NAMES)
    assert missing("{% assign a = amount %}{{ a.raw }}") == ("a.raw",)
    assert missing('{% assign k = "__class__" %}{% assign a = amount %}{{ a[k] }}') == ("a.__class__",)

"""Templates that somebody wrote to reach further than a paper: into Python, files, others' data or the browser."""

import pytest

from crm.documents.faults import TemplateFault
from crm.documents.liquid import render
from crm.documents.values import Value
from crm.l10n.state import Preferences, using

NAMES = {"client.name", "amount"}
SECRET = "s3cret-key"  # noqa: S105


@pytest.fixture(autouse=True)
def english():
    with using(Preferences("en", "gregorian", "latn", "Europe/London", 0, "GBP", "GB")):
        yield


class Loud(str):
    """A value with something behind it that may not be reached."""

    key = SECRET

    def reveal(self):
        return SECRET


def html(source, name="Noura"):
    values = {"client.name": Value("text", name), "amount": Value("money", (100_000, "GBP"))}
    return render(source, values, NAMES).html


@pytest.mark.parametrize("step", ["__class__", "__class__.__mro__", "__init__.__globals__", "raw", "kind", "key",
                                  "reveal", "format", "_meta.fields", "pk", "objects", "delete"])  # fmt: skip
@pytest.mark.parametrize("way", ["{{{{ client.name.{0} }}}}", "{{% assign x = client.name %}}{{{{ x.{0} }}}}",
                                 '{{% assign k = "{0}" %}}{{{{ client.name[k] }}}}'])  # fmt: skip
def test_no_attribute_or_method_is_reached(step, way):
    try:
        out = html(way.format(step), Loud("Noura"))
    except TemplateFault:
        return
    assert out.strip() == ""  # nothing: it stands for no value


@pytest.mark.parametrize(
    "source",
    [
        '{% include "settings" %}', '{% render "settings" %}', '{% extends "base.html" %}', "{% load static %}",
        '{% layout "x" %}', "{% csrf_token %}", "{% debug %}",
        '{% ssi "/etc/passwd" %}',
        "{% cycle 'a', 'b' %}", "{% increment a %}", "{% tablerow i in (1..3) %}{% endtablerow %}",
        "{% liquid echo 1 %}",
        "{{ settings.SECRET_KEY }}", "{{ request.user }}", "{{ self }}", "{{ config }}", "{{ environ }}",
        '{{ client.name | map: "__class__" }}', "{{ client.name | safe }}", "{{ client.name | date: '%s' | where }}",
        "{{ client.name | escape_once }}", '{{ "a" | file }}', "{{ 'x' | strip_html }}", "{{ 7 | modulo: 0 }}",
        "{% for i in client %}{{ i }}{% endfor %}",
    ],
)  # fmt: skip
def test_what_is_not_given_is_refused(source):
    with pytest.raises(TemplateFault):
        html(source)


@pytest.mark.parametrize("source", ["{{7*7}}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "{{ ''.constructor }}", "[[7*7]]"])
def test_another_languages_template_is_not_reckoned(source):
    try:
        assert "49" not in html(source)
    except TemplateFault as fault:
        assert "49" not in str(fault)


ACTING = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>",
    "<iframe src='https://evil.example'>", "<link rel=stylesheet href='https://evil.example'>", "<base href='//evil'>",
    "<style>@import 'https://evil.example'</style>", "<p style=\"background:url('https://evil.example')\">",
    "<img src='https://evil.example/x.png'>", "<img src='file:///etc/passwd'>", "<object data='x'>", "<embed src='x'>",
    "<form action='https://evil.example'><input name=a></form>", "<meta http-equiv=refresh content='0;//evil'>",
    "<p style='position:fixed;inset:0'>", "<math><mtext></p><script>alert(1)</script>",
    "<img src='data:image/svg+xml,x'>",
]  # fmt: skip
HARM = ("script", "onerror", "onload", "evil", "file:", "<iframe", "<object", "<embed", "<form", "<input", "<meta",
        "<base", "<style", "position", "url(", "svg")  # fmt: skip


@pytest.mark.parametrize("markup", ACTING)
def test_what_acts_or_fetches_is_dropped_from_a_template(markup):
    out = html(f"<p>before</p>{markup}").lower()
    assert "before" in out and not [word for word in HARM if word in out]


@pytest.mark.parametrize("markup", ACTING)
@pytest.mark.parametrize("way", ["{{ client.name }}", "{{ client.name | upcase }}", '{{ "" | append: client.name }}',
                                 "{% capture x %}{{ client.name }}{% endcapture %}{{ x }}",
                                 '{{ nothing | default: client.name }}'])  # fmt: skip
def test_what_a_customer_typed_is_text_in_every_way_of_printing(markup, way):
    source = way if "nothing" not in way else way.replace("nothing", "amount").replace("default", "append")
    out = html(source, markup)
    assert "<" not in out.replace("<bdi", "").replace("</bdi", "").replace("<br", "")

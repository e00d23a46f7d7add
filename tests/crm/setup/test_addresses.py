"""The workspace's address: what a name suggests, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from crm.access.guard import MEMBER, TOKEN, access_of
from crm.setup.workspaces import addresses
from crm.setup.workspaces.forms import AddressField
from crm.tenants.middleware import OUTSIDE, RESERVED
from tests import make


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Brick & Pane Ltd", "brick-pane-ltd"),
        ("  Müller  Fenster GmbH ", "muller-fenster-gmbh"),
        ("İstanbul Çatı", "istanbul-cati"),
        ("Łódź Szkło", "lodz-szklo"),
        ("نوافذ الرياض", "nwafdh-alryad"),
        ("شركة النور", "shrka-alnur"),
        ("پنجره‌سازی سپهر", "pnjre-sazi-sphr"),
        ("درب و پنجره البرز", "drb-o-pnjre-albrz"),
        ("شیشه ۱۲۳", "shishe-123"),
        ("مصنع ٤٥", "msna-45"),
        ("AB", "ab-crm"),
        ("日本", ""),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_a_name_suggests_an_address(db, name, slug):
    assert addresses.suggest(name) == slug


def test_a_suggestion_is_always_acceptable(db):
    for name in ("x" * 90, "a-b", "شركة " * 30, "Api", "Start", "پ" * 60):
        slug = addresses.suggest(name)
        assert AddressField().clean(slug) == slug


def test_a_taken_address_is_counted_on(db):
    make.workspace("Acme", slug="acme-windows")
    make.workspace("Acme", slug="acme-windows-2")
    assert addresses.suggest("Acme Windows") == "acme-windows-3"


def test_reserved_words_are_neither_suggested_nor_taken(db):
    assert addresses.suggest("Support") == "support-2"
    for word in RESERVED:
        with pytest.raises(ValidationError):
            AddressField().clean(word)


@pytest.mark.parametrize(
    "slug", ["a", "ab", "-acme", "acme-", "ac me", "acme/x", "..", "ac.me", "شركة", "a" * 41, "acme\n"]
)
def test_what_cannot_stand_in_an_address_is_refused(db, slug):
    with pytest.raises(ValidationError):
        if AddressField().clean(slug) != slug:
            raise ValidationError("changed")


def test_capitals_and_other_digits_are_put_right(db):
    assert AddressField().clean(" Acme۲۴ ") == "acme24"


def test_a_taken_address_is_refused(acme):
    with pytest.raises(ValidationError, match="taken"):
        AddressField().clean("acme")


INSIDE = {MEMBER, TOKEN}
BY_ROOT = {"healthz", "readyz", "sw.js", "offline"}  # asked for as they are, never linked to


def leaves(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from leaves(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern).lstrip("^"), pattern.callback


def test_no_workspace_can_hide_a_page_that_is_outside_all_of_them():
    """Nor does a link to one, made inside a workspace, lead astray."""
    roots = {
        path.partition("/")[0] for path, view in leaves(get_resolver().url_patterns) if access_of(view) not in INSIDE
    }
    assert roots - RESERVED == set()
    assert roots - OUTSIDE - BY_ROOT == set()

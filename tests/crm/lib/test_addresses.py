"""Addresses that are looked up once are still those of the workspace that asks."""

from contextlib import contextmanager

import pytest
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix

from crm.lib.addresses import address


@contextmanager
def below(prefix):
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("contacts:contact", [7]),
        ("contacts:contact_list", []),
        ("sales:deal", [0]),
        ("contacts:contact_fact", [12, "city"]),
        ("activities:note_create", ["contact", 31]),
    ],
)
def test_an_address_is_the_one_that_reverse_gives_in_every_workspace(name, args):
    for slug in ("acme", "zenith", "acme"):
        with below(f"/{slug}/"):
            assert address(name, *args) == reverse(name, args=args)
            assert address(name, *args).startswith(f"/{slug}/")


def test_the_number_goes_where_it_belongs():
    with below("/acme/"):
        assert address("contacts:contact_edit", 3) == "/acme/people/3/edit/"
        assert address("contacts:contact_edit", 12) == "/acme/people/12/edit/"


def test_an_unknown_page_has_no_address():
    with pytest.raises(NoReverseMatch):
        address("contacts:nobody", 1)


def test_what_is_no_number_is_part_of_what_is_kept():
    with below("/acme/"):
        cities, names = (address("contacts:contact_fact", 3, field) for field in ("city", "name"))
    assert (cities, names) == ("/acme/people/3/facts/city/", "/acme/people/3/facts/name/")

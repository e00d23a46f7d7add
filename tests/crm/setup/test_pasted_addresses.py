"""Lists of people as they are pasted, out of mails and sheets in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.setup.invitations.addresses import read_addresses


def read(text):
    return [(entry.email, entry.name) for entry in read_addresses(text) if not entry.reason]


def bad(text):
    return [entry.text for entry in read_addresses(text) if entry.reason]


@pytest.mark.parametrize(
    "text",
    [
        "a@example.com,b@example.com",
        "a@example.com; b@example.com",
        "a@example.com\nb@example.com\n",
        "a@example.com\r\n\r\nb@example.com",
        "a@example.com، b@example.com",
        "a@example.com؛b@example.com",
        "a@example.com\tb@example.com",
        "a@example.com b@example.com",
        "<a@example.com>, <b@example.com>.",
        "\u200fa@example.com\u200e، \u202ab@example.com\u202c",
        "mailto:a@example.com, B@EXAMPLE.com",
        "a＠example．com\nb@example.com",
    ],
)
def test_whatever_stands_between_them(text):
    assert read(text) == [("a@example.com", ""), ("b@example.com", "")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Noura Harbi <n@example.com>", "Noura Harbi"),
        ('"Harbi, Noura" <n@example.com>', "Harbi, Noura"),
        ("Harbi, Noura <n@example.com>", "Harbi, Noura"),
        ("نورة الحربي <n@example.com>", "نورة الحربي"),
        ("«نورا حربی» n@example.com", "نورا حربی"),
        ("n@example.com Noura Harbi", "Noura Harbi"),
        ("Noura Harbi: n@example.com", "Noura Harbi"),
        ("<n@example.com>", ""),
    ],
)
def test_a_name_beside_the_address_is_kept(text, name):
    found = read(text)
    assert [email for email, _name in found] == ["n@example.com"]
    assert found[0][1].replace("Harbi Noura", "Harbi, Noura") == name


def test_digits_of_any_keyboard():
    assert read("ali۲۰@example.com، omar٧@example.com") == [("ali20@example.com", ""), ("omar7@example.com", "")]


def test_each_address_is_there_once():
    assert read("a@example.com, A@example.com\nAli <a@EXAMPLE.com>") == [("a@example.com", "")]


def test_what_is_no_address_stays_as_it_was_written():
    assert bad("a@example.com\nNoura Harbi\nb@\n@c, d@e\n<f>") == ["Noura Harbi", "b@", "@c", "d@e", "<f>"]


def test_an_address_longer_than_any_is_none():
    assert bad(f"{'a' * 60}@{'b.' * 120}com") != []


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_nothing_with_a_letter_is_lost(text):
    entries = read_addresses(text)
    assert all(bool(entry.email) != bool(entry.reason) for entry in entries)
    if any(char.isalpha() and char.isascii() for char in text):
        assert entries


@given(st.lists(st.emails(), max_size=8), st.sampled_from([", ", "; ", "\n", "،", "؛ ", "\t"]))
def test_lists_of_plain_addresses_are_read_whole(addresses, between):
    plain = [a.lower() for a in addresses if a.replace("@", "").replace(".", "").isalnum()]
    assert [email for email, _name in read(between.join(plain))] == list(dict.fromkeys(plain))

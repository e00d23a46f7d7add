"""The look-up of known holes: what it says when there are some, when there are none, and when nobody could be asked."""

import stat

import pytest

from crm.runner import advisories
from crm.runner.advisories import CLEAN, HOLES, UNKNOWN, Found, asked, node_packages, python_packages, tell

FINE = {"name": "django", "version": "5.2", "vulns": []}
HOLED = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1", "2.0"]}]}
SKIPPED = {"name": "celery", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def answering(told, words=""):
    return lambda command: (told, words)


def python(*packages):
    return python_packages("requirements.lock", answering({"dependencies": list(packages)}))


def node(holes):
    return node_packages(answering({"vulnerabilities": holes, "metadata": {"dependencies": {"total": 9}}}))


def test_a_hole_is_named_with_the_version_that_mends_it():
    found = python(FINE, HOLED)
    assert (found.checked, found.holes) == (2, ["pillow 1.0: PYSEC-1, mended in 1.1, 2.0"])


def test_a_hole_that_nobody_mended_says_so():
    assert "no version" in python(HOLED | {"vulns": [{"id": "X", "fix_versions": []}]}).holes[0]


def test_what_could_not_be_looked_up_is_not_taken_for_sound():
    found = python(FINE, SKIPPED)
    assert (found.checked, found.unknown) == (1, "the index knows no advisories of 1 packages (celery …)")
    assert tell([found], say=lambda words: None) == UNKNOWN


def test_holes_of_the_other_registry_are_named_too():
    assert node({"htmx": {"range": "<2", "severity": "high"}}).holes == ["htmx <2: high"]
    assert node({}).checked == 9


@pytest.mark.parametrize(
    ("told", "words", "reason"),
    [
        (None, "no route to host", "no route to host"),
        ({"message": "405 Method Not Allowed"}, "", "405 Method Not Allowed"),
        (None, "", "npm gave no answer"),
        ([], "", "npm gave no answer"),
    ],
)
def test_a_network_that_refuses_is_said_plainly(told, words, reason):
    found = node_packages(answering(told, words))
    said = []
    assert (found.checked, found.unknown) == (0, reason)
    assert tell([found], say=said.append) == UNKNOWN
    assert f"NOT CHECKED: {reason}" in said[1] and "not a clean bill" in said[-1]


def test_a_lock_that_could_not_be_read_is_said_plainly():
    assert python_packages("x.lock", answering(None, "no such file")).unknown == "no such file"


@pytest.mark.parametrize(
    ("all_found", "code"),
    [
        ([Found("a", checked=3)], CLEAN),
        ([Found("a", checked=3, holes=["x"]), Found("b", unknown="offline")], HOLES),
        ([Found("a", checked=3), Found("b", unknown="offline")], UNKNOWN),
        ([Found("a")], UNKNOWN),
    ],
)
def test_its_exit_code_tells_a_machine(all_found, code):
    assert tell(all_found, say=lambda words: None) == code


def program(tmp_path, body):
    path = tmp_path / "tool"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return [str(path)]


def test_a_program_that_found_something_fails_and_is_heard(tmp_path):
    assert asked(program(tmp_path, """echo '{"dependencies": []}'; exit 1""")) == ({"dependencies": []}, "")


def test_the_last_words_of_a_program_that_broke_are_kept(tmp_path):
    assert asked(program(tmp_path, "echo trying >&2; echo no network >&2; exit 2")) == (None, "no network")


def test_a_program_that_is_missing_or_hangs_is_said(tmp_path, monkeypatch):
    told, words = asked([str(tmp_path / "nothing")])
    assert told is None and "nothing" in words
    monkeypatch.setattr(advisories, "SECONDS", 0.2)
    assert "timed out" in asked(program(tmp_path, "exec sleep 5"))[1]


def test_the_locks_are_there():
    assert all((advisories.ROOT / lock).exists() for lock in (*advisories.LOCKS, "package-lock.json"))

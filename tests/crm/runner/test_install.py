"""The installer decides by content, and fails with a sentence."""

import os
import subprocess
import sys

import pytest

from crm.runner import install
from crm.runner.places import ROOT


@pytest.fixture
def lock(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    path = tmp_path / "some.lock"
    path.write_text("django==5.2.19")
    return path


def test_a_stamp_fits_until_the_lock_changes(lock, tmp_path):
    install.Stamp(tmp_path / "stamp", "some.lock").write()
    os.utime(lock, (1, 1))
    assert install.Stamp(tmp_path / "stamp", "some.lock").fits()
    lock.write_text("django==5.2.20")
    assert not install.Stamp(tmp_path / "stamp", "some.lock").fits()


def test_nothing_is_installed_twice(capsys, monkeypatch):
    monkeypatch.setattr(install.Stamp, "fits", lambda stamp: True)
    monkeypatch.setattr(install, "run", lambda *args, **options: pytest.fail("it installed something"))
    monkeypatch.setattr(install, "works", lambda command: pytest.fail("it looked for npm"))
    install.install_all(dev=True)
    assert capsys.readouterr().out == ""


def test_a_failure_shows_the_last_words_and_the_advice():
    with pytest.raises(install.Failure, match="(?s)no such thing.*Try this"):
        install.run([sys.executable, "-c", "raise SystemExit('no such thing')"], "Try this.")


def test_a_missing_program_is_a_failure_too():
    with pytest.raises(install.Failure, match="Install it"):
        install.run(["/nowhere/npm"], "Install it.")


def test_make_names_a_python_that_is_missing():
    done = subprocess.run(["make", "install", "PYTHON=python3.99"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode
    assert "python3.99 is missing: install Python 3.11" in done.stderr


def test_make_says_what_it_can_do():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for command in ("run", "stop", "test", "lint", "doctor", "bench"):
        assert f"make {command} " in done.stdout

"""Where things are put: sockets with short paths, program files where an unprivileged account can reach them."""

import os

import pytest

from crm.runner import places
from crm.runner.faults import Fault
from crm.runner.places import LONGEST_SOCKET_DIR, Account, Places, placed, reachable
from tests.crm.runner.processes import var_folder

STRANGER = Account(uid=987654, gid=987654, name="stranger")
SELF = Account(uid=os.geteuid(), gid=os.getegid(), name="self")


@pytest.fixture
def folder():
    with var_folder() as made:
        yield made


def test_a_closed_folder_on_the_way_is_noticed(folder):
    (folder / "checkout" / "bin").mkdir(parents=True)
    folder.chmod(0o755)
    assert reachable(folder / "checkout" / "bin", STRANGER)
    (folder / "checkout").chmod(0o700)
    assert not reachable(folder / "checkout" / "bin", STRANGER)
    assert reachable(folder / "checkout" / "bin", SELF)


def test_a_link_is_reachable_only_if_both_its_ends_are(folder):
    for name in ("open", "closed"):
        (folder / name).mkdir()
    (folder / "open" / "files").mkdir()
    (folder / "closed" / "link").symlink_to(folder / "open" / "files")
    assert reachable(folder / "open" / "files" / "x", STRANGER)
    (folder / "closed").chmod(0o700)
    assert not reachable(folder / "closed" / "link" / "x", STRANGER)


def test_program_files_are_copied_where_they_cannot_be_reached(folder, monkeypatch):
    monkeypatch.setattr(places, "SHARED", folder / "shared")
    source = folder / "checkout" / "pg"
    (source / "bin").mkdir(parents=True)
    (source / "bin" / "postgres").write_text("program")
    (source / "bin" / "postgres").chmod(0o755)
    (folder / "checkout").chmod(0o700)
    copy = placed(source, "postgresql-1", STRANGER)
    assert copy == folder / "shared" / "postgresql-1"
    assert reachable(copy / "bin" / "postgres", STRANGER)
    assert os.access(copy / "bin" / "postgres", os.X_OK)
    assert placed(source, "postgresql-1", STRANGER) == copy
    assert placed(source, "postgresql-1", SELF) == source


def test_a_deep_checkout_gets_its_sockets_elsewhere(folder):
    deep = Places(folder / ("deep" * 30) / "var")
    assert len(str(deep.sockets)) <= LONGEST_SOCKET_DIR
    assert deep.sockets.stat().st_mode & 0o777 == 0o700
    deep.sockets.rmdir()


def test_a_long_log_is_put_aside(folder, monkeypatch):
    monkeypatch.setattr(places, "LONGEST_LOG", 10)
    for words in (b"first and long", b"second"):
        with Places(folder).log("web") as log:
            log.write(words)
    assert (folder / "log" / "web.log").read_text() == "second"
    assert (folder / "log" / "web.log.1").read_text() == "first and long"


def test_two_checkouts_never_share_a_folder(folder):
    one, other = Places(folder / ("a" * 100)), Places(folder / ("b" * 100))
    assert one.key != other.key


def test_somebody_elses_folder_is_refused(folder, monkeypatch):
    mine = Places(folder)
    monkeypatch.setitem(mine.__dict__, "account", STRANGER)
    (folder / "run").mkdir()
    with pytest.raises(Fault, match="does not belong to stranger"):
        mine.owned(folder / "run")


def test_a_link_in_place_of_a_folder_is_refused(folder):
    (folder / "elsewhere").mkdir()
    (folder / "run").symlink_to(folder / "elsewhere")
    with pytest.raises(Fault, match="remove it"):
        Places(folder).owned(folder / "run")

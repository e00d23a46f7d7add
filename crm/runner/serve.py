"""`serve`: from a bare checkout to an address in the browser, and nothing left behind afterwards."""

import os
import time

from crm.runner import preflight, programs, steps
from crm.runner.faults import Fault
from crm.runner.messages import compile_messages
from crm.runner.services import NAMES, Services
from crm.runner.supervisor import Supervisor


class Serve:
    """One run of everything. Reads HOST, PORT, DATABASE_URL, REDIS_URL, EMAIL_URL, WASL_DEMO from the environment."""

    def __init__(self, var):
        self.services = Services(var)
        self.places = self.services.places
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = _port(os.environ.get("PORT") or "8000")
        self.wanted = [name for name in NAMES if not os.environ.get(name)]
        self.supervisor = Supervisor(self._say)
        self.logins = self.places.var / "demo-logins"
        self.begun = time.monotonic()

    def run(self):
        """Serve until a signal comes. Raises Fault when something stands in the way."""
        self.supervisor.stop_on_signals()
        with self.services.held("serve") as ours:
            if not ours and self.services.holder() and self.services.holder()[1] == "serve":
                raise Fault(
                    f"Wasl runs from this folder already (process {self.services.holder()[0]}): `make stop` ends it."
                )
            preflight.check_port(self.host, self.port)
            try:
                self._bring_up(ours)
                self._greet()
                self.supervisor.watch()
                self._say("stopping")
            except InterruptedError:
                self._say("stopped before it was ready")
            finally:
                self.supervisor.stop()

    def _bring_up(self, ours):
        env = self._environment(self._start_services(ours))
        os.environ.update({name: env[name] for name in (*NAMES, "PUBLIC_URL")})
        self._say(preflight.check_database(env["DATABASE_URL"]))
        self._say(preflight.check_queue(env["REDIS_URL"]))
        self._set_up(env)
        self.supervisor.launch([programs.web(self.places, env)])
        self.supervisor.launch([programs.worker(self.places, env), programs.beat(self.places, env)])

    def _start_services(self, ours):
        """Start what has no address yet. Services that `python -m crm.runner services` started are used as they are."""
        if not ours:
            return self.services.ensure()
        return self.services.launch(self.supervisor, self.wanted)

    def _environment(self, written):
        """What our programs get: the caller's environment before what is in var/env, and what follows from HOST."""
        local = self.host in ("127.0.0.1", "::1", "localhost")
        address = f"http://{programs.shown(programs.loopback(self.host))}:{self.port}"
        given = {name: value for name, value in os.environ.items() if value}
        defaults = {"PUBLIC_URL": address, "WASL_VAR": str(self.places.var)}
        if local and not given.get("EMAIL_URL"):
            defaults["WASL_MAILBOX"] = "1"  # mail has no way out: show it, to this machine only
        return {**written, **defaults, **given, "HOST": programs.shown(self.host), "PORT": str(self.port)}

    def _set_up(self, env):
        """Translations, static files, tables, demo firms: each only if it changed or is missing."""
        stamps, static, url = steps.Stamps(self.places), None, env["DATABASE_URL"]
        if count := compile_messages():
            self._say(f"{count} translations compiled")
        state = steps.static_state()
        if not stamps.fits("static", state):
            self._say("collecting static files")
            static = steps.Command(self.places, env, "collectstatic", "--noinput", "--clear")
        try:
            self._migrate(env, stamps)
            if self._demo_wanted(env) and (stamps.fits("demo", "begun") or not steps.has_workspaces(url)):
                self._tell_demo(env, stamps)
            if static:
                static.wait(self._stopping)
                stamps.write("static", state)
        finally:
            if static:
                static.end()

    def _migrate(self, env, stamps):
        url = env["DATABASE_URL"]
        if not stamps.fits("migrations", steps.database_state(url)):
            self._say("migrating the database")
            self._command(env, "migrate", "--noinput")
            stamps.write("migrations", steps.database_state(url))

    def _tell_demo(self, env, stamps):
        """The sample firms, and the list of who can sign in. What was interrupted is tried again at the next start."""
        self._say("telling the stories of the sample firms")
        stamps.write("demo", "begun")
        try:
            self._command(env, "demo")
            self.logins.write_text(steps.output(env, "demo", "--logins"))
            stamps.write("demo", "told")
        except Fault as fault:  # Wasl itself can do without them
            self._say(str(fault))

    def _demo_wanted(self, env):
        """Known passwords have no place in a database somebody else keeps, unless they ask for them."""
        return env.get("WASL_DEMO", "1" if "DATABASE_URL" in self.wanted else "0") == "1"

    def _command(self, env, *words):
        steps.Command(self.places, env, *words).wait(self._stopping)

    def _stopping(self):
        return self.supervisor.stopping

    def _greet(self):
        self._say(f"ready in {time.monotonic() - self.begun:.1f} s")
        print(f"\n  {os.environ['PUBLIC_URL']}/\n")
        if "DATABASE_URL" in self.wanted and self.logins.exists():
            print(*(f"  {line}" for line in self.logins.read_text().splitlines()), sep="\n", end="\n\n")
        print(f"  Ctrl-C stops everything. Logs are in {self.places.var / 'log'}.\n", flush=True)

    def _say(self, line):
        print(f"  {time.monotonic() - self.begun:5.1f} s  {line}", flush=True)


def _port(text):
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Fault(f"PORT={text} is not a port: use a number from 1 to 65535.")
    return int(text)

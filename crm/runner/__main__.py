"""`python -m crm.runner`: the embedded services and everything that runs on them."""

import argparse
import os
import signal
import sys
from pathlib import Path

from crm.runner import doctor, preflight, steps
from crm.runner.faults import Fault
from crm.runner.messages import compile_messages
from crm.runner.places import var_folder
from crm.runner.serve import Serve
from crm.runner.services import NAMES, Services
from crm.runner.supervisor import die_with_parent


def serve(options):
    """Start everything, prepare what changed, and serve until Ctrl-C."""
    if options.tied:
        die_with_parent(signal.SIGTERM)
    Serve(options.var).run()


def services(options):
    """Start PostgreSQL and Valkey in the background, unless they run, and print where they are."""
    for name, value in Services(options.var).ensure().items():
        print(f"{name}={value}")


def prepare(options):
    """Check a database and a queue of your own, and migrate: before each start of a new version."""
    missing = [name for name in NAMES if not os.environ.get(name)]
    if missing:
        raise Fault(f"{' and '.join(missing)} must be set: `serve` is for a machine without servers of its own.")
    print(preflight.check_database(os.environ["DATABASE_URL"]))
    print(preflight.check_queue(os.environ["REDIS_URL"]))
    steps.migrate_here()


def stop(options):
    """Stop what runs from this folder: Wasl, or the services in the background."""
    print("Stopped." if Services(options.var).stop() else "Nothing was running.")


def check(options):
    """Say what is wrong with this machine or its services, and what to do."""
    doctor.examine(options.var)


def backup(options):
    """Save the database and the files into BACKUP_DIR, whether or not Wasl runs."""
    with doctor.running(Services(options.var)) as addresses:
        steps.manage_here(addresses, "backup")


def restore(options):
    """Prove a backup in a scratch database; or, with --into-this-installation, bring it back into an empty one."""
    services = Services(options.var)
    holder = services.holder()
    if options.into and holder and holder[1] == "serve":
        raise Fault("Wasl is running: `make stop` first, so that nobody works in what is being restored.")
    words = [str(options.archive)] if options.archive else []
    words += ["--into-this-installation"] if options.into else []
    with doctor.running(services) as addresses:
        steps.manage_here(addresses, "restore", *words)


def messages(options):
    """Compile the translations that changed."""
    print(f"{compile_messages()} translations compiled")


def keep(options):
    """Run the services until a signal comes (what `services` starts in the background)."""
    Services(options.var, throwaway=options.throwaway).keep()


COMMANDS = {
    "serve": serve,
    "services": services,
    "prepare": prepare,
    "stop": stop,
    "doctor": check,
    "backup": backup,
    "restore": restore,
    "messages": messages,
    "keep": keep,
}


def parser():
    found = argparse.ArgumentParser(prog="python -m crm.runner", description=__doc__)
    commands = found.add_subparsers(required=True, metavar="command")
    for name, command in COMMANDS.items():
        child = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        child.set_defaults(command=command)
        child.add_argument("--var", type=Path, default=var_folder(), help="where data, logs and sockets live")
        if command is serve:
            child.add_argument("--tied", action="store_true", help="end with the process that started this one")
        if command is restore:
            child.add_argument("archive", nargs="?", type=Path, help="the file; the newest in BACKUP_DIR unless named")
            child.add_argument("--into-this-installation", action="store_true", dest="into", help="after a disaster")
        if command is keep:
            child.add_argument("--throwaway", action="store_true", help="for tests: fast, unsafe, ends with its users")
    return found


def main():
    options = parser().parse_args()
    os.umask(0o077 if os.geteuid() else 0o022)  # as root, the account of the services must reach its folders
    try:
        options.command(options)
    except Fault as fault:
        print(f"wasl: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

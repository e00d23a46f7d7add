"""`python -m crm.runner`: the embedded services and everything that runs on them."""

import argparse
import sys
from pathlib import Path

from crm.runner.faults import Fault
from crm.runner.places import var_folder
from crm.runner.services import Services


def services(options):
    """Start PostgreSQL and Valkey in the background, unless they run, and print where they are."""
    for name, value in Services(options.var).ensure().items():
        print(f"{name}={value}")


def stop(options):
    """Stop whatever runs in this folder: the background services, or Wasl itself."""
    print("Stopped." if Services(options.var).stop() else "Nothing was running.")


def keep(options):
    """Run the services until a signal comes (what `services` starts in the background)."""
    Services(options.var, throwaway=options.throwaway).keep()


def parser():
    found = argparse.ArgumentParser(prog="python -m crm.runner", description=__doc__)
    commands = found.add_subparsers(required=True, metavar="command")
    for command in (services, stop, keep):
        child = commands.add_parser(command.__name__, help=command.__doc__, description=command.__doc__)
        child.set_defaults(command=command)
        child.add_argument("--var", type=Path, default=var_folder(), help="where data, logs and sockets live")
        if command is keep:
            child.add_argument("--throwaway", action="store_true", help="for tests: fast, unsafe, ends with its users")
    return found


def main():
    options = parser().parse_args()
    try:
        options.command(options)
    except Fault as fault:
        print(f"wasl: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

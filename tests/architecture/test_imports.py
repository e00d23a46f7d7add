"""The one import rule: floor ◀ contacts ◀ sales ◀ marketing | service ◀ reports; the roof imports all."""

import ast
import importlib.util
from pathlib import Path

from tests.architecture.layers import FLOOR, ROOF, ROOMS, WIRING

ROOT = Path(__file__).resolve().parents[2]
APPS = ("crm", "contacts", "sales", "marketing", "service", "reports")
# (module, reason, date): imports inside a function that have to be there
LATE_IMPORTS = {
    ("crm/tenants/apps.py", "checks register at ready", "2026-11-21"),
    ("crm/audit/apps.py", "checks and signals are joined at ready", "2026-11-22"),
}
LEVELS = [*FLOOR, *ROOMS, ROOF]
LEVEL = {name: index for index, names in enumerate(LEVELS) for name in names}


def modules():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT)


def part_of(dotted):
    """The layer name a dotted module belongs to; None for foreign code and for the wiring files."""
    first, *rest = dotted.split(".")
    if first == "crm":
        return rest[0] if rest and rest[0] not in WIRING else None
    return first if first in APPS else None


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names if node.module == "crm")


def may_import(here, there):
    return here == there or LEVEL[there] < LEVEL[here] or (here in ROOF and there in ROOF)


def test_every_floor_part_is_on_the_plan():
    folders = {p.name for p in (ROOT / "crm").iterdir() if p.is_dir() and not p.name.startswith("_")}
    assert folders - {"locale"} - set(LEVEL) == set()


def test_only_wiring_lies_loose_in_crm():
    assert {p.stem for p in (ROOT / "crm").glob("*.py")} - {"__init__"} == WIRING


def test_imports_point_down_or_left():
    wrong = {}
    for path in modules():
        if here := part_of(".".join(path.with_suffix("").parts)):
            named = {name for name, _node in imports(ast.parse((ROOT / path).read_text()))}
            if up := {name for name in named if (there := part_of(name)) and not may_import(here, there)}:
                wrong[str(path)] = up
    assert wrong == {}


def test_no_import_hides_in_a_function():
    late = set()
    for path in modules():
        tree = ast.parse((ROOT / path).read_text())
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        if any(isinstance(n, ast.Import | ast.ImportFrom) for f in functions for n in ast.walk(f)):
            late.add(str(path))
    assert late - {entry[0] for entry in LATE_IMPORTS} == set()


def test_what_benchmarks_take_from_us_is_there():
    """They run on request only, and take it inside of functions, once there are settings."""
    named = {
        (node.module, alias.name)
        for path in (ROOT / "benchmarks").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] in (*APPS, "benchmarks")
        for alias in node.names
        if alias.name != "*"
    }
    missing = {
        (module, name)
        for module, name in named
        if not hasattr(importlib.import_module(module), name) and not importlib.util.find_spec(f"{module}.{name}")
    }
    assert named
    assert missing == set()

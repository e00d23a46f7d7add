"""Small pieces: functions, files, views and templates have a length."""

import ast

from tests.architecture.test_imports import ROOT, modules

FUNCTION, FILE, VIEWS, TEMPLATE = 40, 400, 250, 120
TESTS = 0.8  # lines of tests for a line of code; 2026-11-22, on the way to 1: raise it, never lower it
# path: (allowed, reason, date)
EXCEPTIONS: dict[str, tuple[int, str, str]] = {}


def lines(path):
    return len((ROOT / path).read_text().splitlines())


def test_functions_are_short():
    long = []
    for path in modules():
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION:
                    long.append(f"{path}:{node.name} has {length} lines")
    assert long == []


def test_files_are_short():
    def allowed(path):
        if str(path) in EXCEPTIONS:
            return EXCEPTIONS[str(path)][0]
        return VIEWS if "views" in path.parts or path.stem.endswith("views") else FILE

    assert [f"{path}: {lines(path)}" for path in modules() if lines(path) > allowed(path)] == []


def test_templates_are_short():
    templates = [p.relative_to(ROOT) for p in (ROOT / "templates").rglob("*.html")]
    assert [f"{path}: {lines(path)}" for path in templates if lines(path) > TEMPLATE] == []


def test_tests_keep_up_with_the_code():
    code = sum(map(lines, modules()))
    tests = sum(len(path.read_text().splitlines()) for path in (ROOT / "tests").rglob("*.py"))
    assert tests >= code * TESTS, f"{tests} lines of tests for {code} of code"

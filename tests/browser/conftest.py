"""A real Chromium before a real server, worker and database."""

import os

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import expect

from tests.browser.pages import cast_of_the_table
from tests.conftest import session_of
from tests.flows.firm import open_firm
from tests.flows.workers import Worker
from tests.services import BROWSER, SHELL

PASSWORD = "windows and doors"  # noqa: S105
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-quic"]  # fmt: skip
expect.set_options(timeout=15_000)  # on a machine that is busy with the other half of the suite
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread; the ORM does too


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, databases="__all__"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": SHELL, "args": QUIET}


@pytest.fixture
def whole_browser(browser_type):
    """With what stands around pages: apps, notifications and push."""
    browser = browser_type.launch(executable_path=BROWSER, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Without the service worker, which would ask for its files in each test: it has a test of its own, test_app.py."""
    wanted = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", "service_workers": "block"}
    return {**browser_context_args, **wanted}


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_kept():
    """By the browser, as they are in production: else every page asks for some eighty of them anew."""
    answered = StaticFilesHandler.serve

    def answer(handler, request):
        response = answered(handler, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", answer)
        yield


@pytest.fixture
def firm(committed_db):
    return open_firm(password=PASSWORD)


@pytest.fixture
def cast(committed_db):
    return cast_of_the_table()


@pytest.fixture
def worker(committed_db, service_env):
    worker = Worker(service_env).start()
    yield worker
    worker.kill()


class Complaints(list):
    """What the browser says goes wrong. What a test brings about itself is foreseen rather than taken away when it has
    come, for the browser tells of it in its own time."""

    def __init__(self):
        self.expected = ["favicon"]

    def foresee(self, *texts):
        self.expected.extend(texts)

    def unforeseen(self):
        return [text for text in self if not any(each in text for each in self.expected)]


@pytest.fixture
def complaints(context):
    """What the browser complains of: blocked by the policy, errors in scripts. Empty at the end of every test."""
    found = Complaints()
    context.on("weberror", lambda error: found.append(str(error.error)))
    context.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    yield found
    assert found.unforeseen() == []


@pytest.fixture
def sign_in(live_server, context, complaints):
    """sign_in(member) → a page of theirs, with a session or through the form; `page.go(path)` opens a path of the
    workspace."""

    def sign(member, *, by_form=False):
        for earlier in context.pages:  # what it asks in the background would go out with the next one's cookies
            earlier.close()
        context.clear_cookies()
        if not by_form:
            key = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(member.user), "url": live_server.url}
            context.add_cookies([key])
        page = context.new_page()
        page.set_default_timeout(15_000)
        if by_form:
            page.goto(f"{live_server.url}/accounts/login/?next=/{member.tenant.slug}/")
            page.fill("input[name=login]", member.user.email)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"**/{member.tenant.slug}/**")
        page.go = lambda path: page.goto(f"{live_server.url}/{member.tenant.slug}{path}")
        return page

    yield sign
    for page in context.pages:  # while there is still a database for what they ask in the background
        page.close()

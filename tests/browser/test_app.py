"""Wasl as an app: it can be installed, says so itself when there is no network, and shows what it is pushed."""

import json

from playwright.sync_api import expect

from crm.tenants.scope import tenant_scope
from tests.conftest import session_of
from tests.flows.workers import eventually

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""

SHOWN = """(await (await navigator.serviceWorker.ready).getNotifications()).map((one) => `${one.title}:${one.body}`)"""


def test_without_a_network_the_readers_own_page_says_so_and_no_customer_is_kept(
    firm, whole_browser, live_server, settings
):
    with tenant_scope(firm.tenant):
        firm.rep.theme = "dark"
        firm.rep.save()
    context = whole_browser.new_context(color_scheme="light")
    key = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(firm.rep.user), "url": live_server.url}
    context.add_cookies([key])
    context.grant_permissions(["notifications"], origin=live_server.url)
    page = context.new_page()
    home = f"{live_server.url}/{firm.tenant.slug}/people/"
    try:
        page.goto(home)
        page.evaluate("navigator.serviceWorker.ready")
        page.wait_for_function("async () => await caches.match('/reader') && await caches.match('/offline/ar/')")
        found = context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [each["errorId"] for each in found] == ["in-incognito"]  # as every context of a test is

        page.goto(home)  # through the worker
        context.set_offline(True)
        assert page.goto(home).status == 503
        root = page.locator("html")
        expect(root).to_have_attribute("lang", "ar")
        expect(root).to_have_attribute("dir", "rtl")
        expect(root).to_have_attribute("data-bs-theme", "dark")
        assert page.locator("h1").evaluate("one => getComputedStyle(one).fontFamily").startswith('"Inter')  # dressed
        kept = page.evaluate(KEPT)
        assert all(path.startswith(("/static/", "/offline/")) or path == "/reader" for path in kept), kept

        context.set_offline(False)
        expect(page.locator("#main")).to_be_visible(timeout=15_000)  # it goes on by itself

        wake(
            context,
            page,
            live_server.url,
            {"title": "نوافذ", "body": "اتصل بعمر", "url": "/x/", "tag": "1", "lang": "ar"},
        )
        page.wait_for_function(f"async () => ({SHOWN}).join() === 'نوافذ:اتصل بعمر'")
        page.locator("form[action$='/accounts/logout/']").first.evaluate("form => form.requestSubmit()")
        page.wait_for_url("**/accounts/**")
        page.wait_for_function(f"async () => !({SHOWN}).length")  # signing out takes them off the screen
    finally:
        context.close()


def wake(context, page, origin, message):
    """What the maker's service does with a browser: hand it a message."""
    protocol = context.new_cdp_session(page)
    found = []
    protocol.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    protocol.send("ServiceWorker.enable")
    eventually(lambda: found, "the worker is registered", meanwhile=lambda: page.evaluate("0"))
    told = {"origin": origin, "registrationId": found[0]["registrationId"], "data": json.dumps(message)}
    protocol.send("ServiceWorker.deliverPushMessage", told)

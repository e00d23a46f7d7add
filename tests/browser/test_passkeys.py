"""Passkeys, with an authenticator that Chromium plays itself."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(sign_in, firm, context):
    """A page of the rep, on a device that keeps passkeys and recognises its owner."""
    page = sign_in(firm.rep, by_form=True)
    page.device = context.new_cdp_session(page)
    page.device.send("WebAuthn.enable")
    page.device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def add(page, address, name):
    page.goto(f"{address}/accounts/passkeys/new/")
    page.fill("input[name=name]", name)
    page.click("form[data-passkey=create] button")


def test_a_passkey_is_added_named_used_and_removed(page, live_server, context, firm):
    add(page, live_server.url, "Laptop")
    page.wait_for_url("**/accounts/2fa/codes/")
    expect(page.locator(".wl-codes li")).to_have_count(10)
    page.click("a[href='/accounts/security/done/']")
    page.click("li:has-text('Laptop') a:nth-of-type(1)")
    page.fill("input[name=name]", "Work laptop")
    page.click("form button.btn-primary")
    page.wait_for_url("**/accounts/passkeys/")
    expect(page.locator("li:has-text('Work laptop')")).to_be_visible()

    context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/?next=/{firm.tenant.slug}/settings/profile/")
    page.click("form[data-passkey=login] button")
    page.wait_for_url(f"{live_server.url}/{firm.tenant.slug}/settings/profile/")

    page.goto(f"{live_server.url}/accounts/security/")
    page.click("li:has-text('Work laptop') a:nth-of-type(2)")
    page.click("form button.btn-danger")
    page.wait_for_url("**/accounts/passkeys/")
    expect(page.locator("li:has-text('Work laptop')")).to_have_count(0)


def test_a_passkey_is_a_second_step_after_the_password(page, live_server, context, firm):
    add(page, live_server.url, "Laptop")
    page.wait_for_url("**/accounts/2fa/codes/")
    context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/?next=/{firm.tenant.slug}/settings/profile/")
    page.fill("input[name=login]", firm.rep.user.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/accounts/2fa/")
    page.click("form[data-passkey=get] button")
    page.wait_for_url(f"{live_server.url}/{firm.tenant.slug}/settings/profile/")


def test_what_goes_wrong_on_the_device_is_said_on_the_page(page, live_server, context):
    add(page, live_server.url, "Laptop")
    page.wait_for_url("**/accounts/2fa/codes/")
    add(page, live_server.url, "Again")
    page.wait_for_selector("[data-fault=known]:not([hidden])")
    context.clear_cookies()
    page.device.send("WebAuthn.disable")
    page.device.send("WebAuthn.enable")  # a device without passkeys
    page.goto(f"{live_server.url}/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.click("form[data-passkey=login] button")
    page.wait_for_selector("[data-fault=refused]:not([hidden])")

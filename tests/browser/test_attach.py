"""Files on a record's page: dropped anywhere, pasted, and looked through by the arrow keys, as one reads."""

import re

from playwright.sync_api import expect

from crm.documents.models import Attachment
from crm.tenants.scope import tenant_scope
from tests import make

PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
HAND_OVER = """([place, event, names, picture]) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File([bytes], name, { type: "image/png" }));
  const made = event === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector(place).dispatchEvent(made);
  return made.defaultPrevented;
}"""


def test_files_are_dropped_pasted_and_looked_through(firm, sign_in):
    with tenant_scope(firm.tenant):
        person = make.contact("Some Body", by=firm.rep)
    page = sign_in(firm.rep)
    page.go(f"/people/{person.pk}/")
    expect(page.locator("#attach")).to_be_visible()
    assert page.evaluate(
        HAND_OVER, ["#timeline", "dragover", ["a.png"], PICTURE]
    )  # the browser does not open it instead
    expect(page.locator(".wl-rec")).to_have_class(re.compile("is-over"))
    assert page.evaluate(HAND_OVER, ["#timeline", "drop", ["a.png", "b.png"], PICTURE])
    files = page.locator(".wl-file")
    expect(files).to_have_count(2)
    expect(page.locator(".wl-uploading")).to_have_count(0)
    assert page.evaluate(HAND_OVER, ["#composer", "paste", ["image.png"], PICTURE])
    expect(files).to_have_count(3)
    with tenant_scope(firm.tenant):
        names = list(Attachment.objects.order_by("pk").values_list("name", flat=True))
        assert sorted(names[:2]) == ["a.png", "b.png"]
        assert re.search(r" \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$", names[2])  # what it is and when, not “image”
    link = files.first.locator(".wl-plain")
    link.press("Enter")
    title, picture = page.locator(".wl-viewer-title bdi").first, page.locator(".wl-viewer-img")
    expect(title).to_have_text(names[2])
    expect(picture).to_be_visible()
    rtl = page.evaluate("document.documentElement.dir") == "rtl"
    page.keyboard.press("ArrowLeft" if rtl else "ArrowRight")
    expect(title).to_have_text(re.compile(r"^[ab]\.png$"))
    expect(page.locator(".wl-viewer-title")).to_be_focused()
    page.keyboard.press("ArrowRight" if rtl else "ArrowLeft")
    expect(title).to_have_text(names[2])
    page.keyboard.press("Escape")
    expect(link).to_be_focused()

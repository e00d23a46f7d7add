"""The logo in the settings: set, replaced, removed, by whom, and what is kept of it."""

import io
import re
import socketserver

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from crm.audit.models import Entry
from crm.backup.saving import walk
from crm.documents.room import room
from crm.documents.serving import BARE
from crm.events.models import Event
from crm.tenants.models import Logo
from crm.tenants.scope import tenant_scope
from tests.conftest import MemberClient, out_of_scope
from tests.crm.documents.clamd import EICAR, Conversation, answering
from tests.crm.lib.website import website
from tests.crm.setup.pictures import SVG, drawn, uploaded

PAGE, CHANGE, PICTURE, REMOVAL = (
    f"/settings/general/{rest}" for rest in ("", "logo/", "logo/picture/", "logo/removal/")
)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": folder}


@pytest.fixture
def boss(owner):
    return MemberClient(owner)


def stored():
    return sorted(walk(default_storage))


def image_of(response):
    return Image.open(io.BytesIO(b"".join(response.streaming_content)))


def fault(response, field):
    """What stands beside the field, and that nothing was kept."""
    assert response.status_code == 422 and stored() == [] and not Logo.objects.exists()
    return re.search(rf'id="id_{field}_error"[^>]*>(.*?)</', response.content.decode(), re.DOTALL)[1]


def test_an_uploaded_picture_becomes_the_logo(boss, acme):
    assert "Remove logo" not in boss.get(PAGE).content.decode()
    assert boss.post(CHANGE, {"picture": uploaded()}).url.endswith(PAGE)
    logo = Logo.objects.get()
    assert (logo.width, logo.height, logo.content_type) == (240, 80, "image/png")
    assert stored() == [logo.file.name] and logo.file.name.startswith(f"{acme.pk}/logo/")
    html = boss.get(PAGE).content.decode()
    assert f'{PICTURE}?{logo.mark}" width="240" height="80"' in html and REMOVAL in html and "Replace logo" in html


def test_the_page_shows_it_and_nobody_keeps_it(boss):
    boss.post(CHANGE, {"picture": uploaded()})
    response = boss.get(PICTURE)
    assert image_of(response).size == (240, 80)
    said = response.headers
    assert (said["Content-Type"], said["Cache-Control"]) == ("image/png", "private, no-store")
    assert (said["X-Content-Type-Options"], said["Content-Security-Policy"]) == ("nosniff", BARE)
    assert said["Cross-Origin-Resource-Policy"] == "same-origin"


def test_another_one_takes_its_place_and_its_file(boss, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        boss.post(CHANGE, {"picture": uploaded()})
        before = Logo.objects.get()
        boss.post(CHANGE, {"picture": uploaded(drawn((100, 300)))})
    after = Logo.objects.get()
    assert after.mark != before.mark and stored() == [after.file.name]


def test_it_is_taken_from_a_website_once_and_is_ours_from_then_on(boss, settings):
    settings.LOGO_INSIDE = True
    with website(drawn()) as site:
        assert boss.post(CHANGE, {"address": site.url}).status_code == 302
    html = boss.get(PAGE).content.decode()
    assert image_of(boss.get(PICTURE)).size == (240, 80)
    assert len(site.seen) == 1 and site.url not in html
    assert Event.objects.get(kind="workspace.logo_set").data == {"host": "127.0.0.1"}


def test_the_network_that_we_stand_in_is_not_asked(boss):
    with website(drawn()) as site:
        said = fault(boss.post(CHANGE, {"address": site.url.replace("http:", "https:")}), "address")
        assert "Only public addresses" in said
        assert "Only public addresses" in fault(boss.post(CHANGE, {"address": site.url}), "address")
    assert site.seen == []


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(boss):
    assert "(SVG)" in fault(boss.post(CHANGE, {"picture": uploaded(SVG)}), "picture")
    assert "Choose a picture" in fault(boss.post(CHANGE), "picture")
    assert "valid URL" in fault(boss.post(CHANGE, {"address": "not an address"}), "address")
    html = boss.post(CHANGE, {"picture": uploaded(b"<b>", name='"><script>x.png')}).content.decode()
    assert "<script>x" not in html and 'name="payment_details"' in html


def test_a_wrong_one_leaves_the_one_before(boss):
    boss.post(CHANGE, {"picture": uploaded()})
    mark = Logo.objects.get().mark
    assert boss.post(CHANGE, {"picture": uploaded(SVG)}).status_code == 422
    assert Logo.objects.get().mark == mark and len(stored()) == 1


def test_a_storage_that_refuses_is_said_in_words(boss, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr(type(default_storage), "save", full, raising=False)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    assert "could not be stored" in fault(boss.post(CHANGE, {"picture": uploaded()}), "picture")


def test_removed_it_is_gone_with_its_file(boss, django_capture_on_commit_callbacks):
    boss.post(CHANGE, {"picture": uploaded()})
    assert "Remove the logo?" in boss.get(REMOVAL, **HTMX).content.decode()
    assert "Remove the logo?" in boss.get(REMOVAL).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert boss.post(REMOVAL).url.endswith(PAGE)
    assert not Logo.objects.exists() and stored() == []
    assert boss.get(PICTURE).status_code == 404
    assert boss.post(REMOVAL).status_code == 302  # a second time does nothing
    assert Event.objects.filter(kind="workspace.logo_removed").count() == 1


def test_both_acts_are_on_the_audit_trail_in_words(boss, owner):
    boss.post(CHANGE, {"picture": uploaded()})
    boss.post(REMOVAL)
    acts = Entry.objects.filter(action__startswith="workspace.logo").order_by("pk")
    assert [(entry.action, entry.actor_id) for entry in acts] == [
        ("workspace.logo_set", owner.pk),
        ("workspace.logo_removed", owner.pk),
    ]
    html = boss.get("/settings/audit/").content.decode()
    assert "Set the firm&#x27;s logo" in html and "Removed the firm&#x27;s logo" in html


@pytest.mark.parametrize("who", ["manager", "rep", "agent", "reader"])
def test_only_who_may_change_settings_sets_sees_and_removes_it(who, request, boss):
    boss.post(CHANGE, {"picture": uploaded()})
    client = MemberClient(request.getfixturevalue(who))
    answers = [client.post(CHANGE, {"picture": uploaded(drawn((90, 90)))}), client.get(PICTURE), client.post(REMOVAL)]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert Logo.objects.get().width == 240


def test_two_firms_have_two_logos_and_meet_neither(boss, acme, zenith, outsider):
    boss.post(CHANGE, {"picture": uploaded()})
    mark = Logo.objects.get().mark
    with out_of_scope(), tenant_scope(zenith):
        stranger = MemberClient(outsider)
        assert stranger.get(PICTURE).status_code == 404 and not Logo.objects.exists()
        stranger.post(CHANGE, {"picture": uploaded(drawn((100, 300)))})
        assert image_of(stranger.get(PICTURE)).size == (80, 240)
        stranger.post(REMOVAL)
    assert Logo.objects.get().mark == mark
    assert image_of(boss.get(PICTURE)).size == (240, 80)


def test_it_counts_among_what_is_kept_and_has_to_fit(boss, settings):
    boss.post(CHANGE, {"picture": uploaded()})
    size = Logo.objects.get().size
    assert room().files == size
    settings.STORAGE_QUOTA = size
    assert boss.post(CHANGE, {"picture": uploaded()}).status_code == 302  # what it replaces makes room
    settings.STORAGE_QUOTA = size - 1
    answer = boss.post(CHANGE, {"picture": uploaded()})
    assert answer.status_code == 422 and "do not fit any more" in answer.content.decode()
    assert stored() and Logo.objects.get().size == size


def test_where_a_scanner_is_configured_it_is_asked_about_what_was_sent(boss, settings, tmp_path):
    settings.SCANNER_URL = f"unix://{tmp_path}/clamd.ctl"
    assert "does not answer" in fault(boss.post(CHANGE, {"picture": uploaded()}), "picture")
    with answering(socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.ctl"), Conversation)) as scanner:
        assert "refused by the scanner" in fault(boss.post(CHANGE, {"picture": uploaded(drawn() + EICAR)}), "picture")
        assert boss.post(CHANGE, {"picture": uploaded()}).status_code == 302
    assert scanner.seen == [drawn() + EICAR, drawn()]


def test_somebody_who_asks_too_many_websites_has_to_wait(boss, settings):
    settings.PACES = {"logo": ((600, 0),)}
    answer = boss.post(CHANGE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")


@pytest.mark.parametrize(("language", "heading"), [("ar", "الشعار"), ("fa", "لوگو"), ("en", "Logo")])
def test_the_page_speaks_the_readers_language(boss, owner, language, heading):
    owner.language = language
    owner.save(update_fields=["language"])
    assert f'<h2 id="logo">{heading}</h2>' in boss.get(PAGE).content.decode()

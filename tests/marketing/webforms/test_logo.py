"""The firm's logo above its public form."""

import pytest
from django.test import Client

from crm.documents.serving import BARE
from crm.setup.logo.actions import remove_logo, upload_logo
from crm.tenants.models import Logo
from crm.tenants.scope import tenant_scope
from marketing.webforms.actions import update_web_form
from tests import make
from tests.conftest import out_of_scope
from tests.crm.setup.pictures import drawn, uploaded
from tests.marketing.make import web_form as make_form


@pytest.fixture
def logo(acme, owner):
    return upload_logo(acme, uploaded(), by=owner)


def get(path):
    with out_of_scope():
        return Client().get(path)


def address(form, mark):
    return f"/f/{form.token}/logo/{mark}/"


def test_a_stranger_meets_it_above_the_form_and_with_the_thanks(web_form, logo):
    image = f'src="{address(web_form, logo.mark)}" width="120" height="40" alt=""'
    assert image in get(f"/f/{web_form.token}/").content.decode()
    with out_of_scope():
        thanks = Client().post(f"/f/{web_form.token}/", {"name": "Noura", "phone": "+966551204477"})
    assert image in thanks.content.decode()


def test_without_one_the_firm_is_called_by_its_name(web_form, acme):
    html = get(f"/f/{web_form.token}/").content.decode()
    assert "/logo/" not in html and acme.name in html


def test_it_is_a_picture_that_can_do_nothing_and_is_kept_by_its_reader(web_form, logo):
    response = get(address(web_form, logo.mark))
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    said = response.headers
    assert said["Cache-Control"] == "private, max-age=31536000, immutable"
    assert (said["Content-Type"], said["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert (said["Content-Security-Policy"], said["Cross-Origin-Resource-Policy"]) == (BARE, "same-origin")
    assert said["Content-Disposition"] == 'inline; filename="logo"'
    assert not response.cookies


def test_another_picture_has_another_address_and_the_old_one_ends(web_form, logo, acme, owner):
    upload_logo(acme, uploaded(drawn((100, 300))), by=owner)
    assert get(address(web_form, logo.mark)).status_code == 404
    assert get(address(web_form, Logo.objects.get().mark)).status_code == 200
    remove_logo(acme, by=owner)
    assert "/logo/" not in get(f"/f/{web_form.token}/").content.decode()


def test_who_knows_no_form_reaches_no_logo(web_form, logo):
    for path in (f"/f/nothing/logo/{logo.mark}/", address(web_form, "0" * 16), f"/acme/logo/{logo.mark}/"):
        assert get(path).status_code in (302, 404)
    assert get(f"/f/nothing/logo/{logo.mark}/").status_code == 404


def test_the_form_of_one_firm_leads_to_no_other_firms_logo(web_form, logo, zenith, outsider):
    with out_of_scope(), tenant_scope(zenith):
        theirs = make_form(by=outsider, pipeline=make.pipeline(by=outsider))
        other = upload_logo(zenith, uploaded(drawn((100, 300))), by=outsider)
    assert get(address(theirs, logo.mark)).status_code == 404
    assert get(address(web_form, other.mark)).status_code == 404
    assert get(address(theirs, other.mark)).status_code == 200


def test_a_closed_form_keeps_its_head(web_form, logo, owner):
    update_web_form(web_form, by=owner, active=False)
    assert address(web_form, logo.mark) in get(f"/f/{web_form.token}/").content.decode()

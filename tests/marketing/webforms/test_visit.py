"""What a visitor of a firm's website meets."""

import pytest
from django.core.cache import cache
from django.test import Client

from crm.tenants.scope import tenant_scope
from marketing.webforms.actions import update_web_form
from marketing.webforms.models import Submission
from tests.conftest import out_of_scope
from tests.marketing.make import web_form as make_form

NOURA = {"name": "نورة الحربي", "phone": "٠٥٥١٢٠٤٤٧٧", "message": "14 نافذة"}


@pytest.fixture(autouse=True)
def phones_of_saudi_arabia(acme):
    acme.phone_region = "SA"
    acme.save()
    cache.clear()


def send(form, data=NOURA, **more):
    with out_of_scope():
        return Client().post(f"/f/{form.token}/", data, **more)


def test_the_form_stands_on_a_page_of_its_own(web_form):
    with out_of_scope():
        page = Client().get(f"/f/{web_form.token}/")
    assert page.status_code == 200
    assert web_form.title in page.content.decode()
    assert page["Content-Security-Policy"].count("frame-ancestors *") == 1


def test_an_unknown_form_is_not_found(acme):
    with out_of_scope():
        assert Client().get("/f/nothing/").status_code == 404


def test_a_request_is_kept_and_thanked_for(web_form):
    page = send(web_form)
    assert page.status_code == 200
    assert web_form.thanks in page.content.decode()
    kept = Submission.objects.get()
    assert kept.data["phone"] == "+966551204477"
    assert kept.state == "new"


def test_an_error_is_told_in_the_forms_language_and_nothing_is_lost(owner, web_form):
    update_web_form(web_form, by=owner, language="ar")
    page = send(web_form, NOURA | {"phone": "12"})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'lang="ar"' in text
    assert "نورة الحربي" in text
    assert not Submission.objects.exists()


def test_the_same_words_again_are_one_request(web_form):
    send(web_form)
    send(web_form)
    assert Submission.objects.count() == 1


def test_other_words_are_another_request(web_form):
    send(web_form)
    send(web_form, NOURA | {"message": "16 نافذة"})
    assert Submission.objects.count() == 2


def test_a_robot_is_thanked_and_put_aside(web_form, run_due):
    assert send(web_form, NOURA | {"homepage": "http://spam.example"}).status_code == 200
    run_due()
    kept = Submission.objects.get()
    assert kept.state == "spam"
    assert kept.deal is None


def test_too_many_requests_are_slowed_down_kindly(web_form):
    codes = [send(web_form, NOURA | {"message": str(n)}).status_code for n in range(12)]
    assert codes == [200] * 10 + [429] * 2
    assert Submission.objects.count() == 10


def test_a_forged_forwarding_header_does_not_lift_the_limit(web_form):
    codes = [
        send(web_form, NOURA | {"message": str(n)}, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code
        for n in range(11)
    ]
    assert codes[-1] == 429


def test_a_closed_form_says_so(owner, web_form):
    update_web_form(web_form, by=owner, active=False)
    assert send(web_form).status_code == 410
    assert not Submission.objects.exists()


def test_two_firms_forms_do_not_mix(web_form, outsider):
    send(web_form)
    with out_of_scope():
        with tenant_scope(outsider.tenant):
            assert not Submission.objects.exists()


def test_what_visitors_write_is_never_markup(web_form, owner, client_for):
    send(web_form, NOURA | {"name": "<script>alert(1)</script>"})
    page = client_for(owner).get(f"/settings/forms/{web_form.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_every_language_has_its_words(owner, pipeline):
    forms = [make_form(by=owner, language=language) for language in ("ar", "fa", "en")]
    assert len({form.title for form in forms}) == 3


def test_a_long_address_of_the_page_does_not_stop_a_visitor(web_form):
    address = "https://firm.example/landing?" + "utm_term=windows&" * 60
    assert send(web_form, NOURA | {"page": address}).status_code == 200
    assert Submission.objects.get().page == address[:500]


@pytest.mark.parametrize("page", ["\0", "x" * 100_000, "javascript:alert(1)"])
def test_whatever_the_page_calls_itself_the_request_is_kept(web_form, owner, client_for, page):
    assert send(web_form, NOURA | {"page": page}).status_code == 200
    shown = client_for(owner).get(f"/settings/forms/{web_form.pk}/").content.decode()
    assert 'href="javascript:' not in shown


@pytest.mark.parametrize(
    ("language", "phone", "required"),
    [
        ("en", "This is not a phone number we can call.", "This field is required."),
        ("ar", "لا يمكن الاتصال بهذا الرقم.", "هذا الحقل مطلوب."),
        ("fa", "با این شماره نمی‌توان تماس گرفت.", "این فیلد لازم است."),
    ],
)
def test_each_wrong_answer_has_its_reason_beside_it(owner, pipeline, language, phone, required):
    form = make_form(by=owner, language=language)
    page = send(form, {"name": " ", "phone": "12", "email": "nobody", "message": "x"})
    assert set(page.context["form"].errors) == {"name", "phone", "email"}
    text = page.content.decode()
    assert phone in text.split('name="phone"')[1].split('name="email"')[0]
    assert required in text.split('name="name"')[1].split('name="phone"')[0]


@pytest.mark.parametrize("name", ["name", "phone", "message"])
def test_an_answer_with_a_nul_is_refused_beside_its_field(web_form, name):
    page = send(web_form, NOURA | {name: "a\0b"})
    assert page.status_code == 422
    assert name in page.context["form"].errors


@pytest.mark.parametrize(("name", "length"), [("name", 201), ("message", 4001), ("email", 201)])
def test_an_answer_that_is_too_long_is_refused(web_form, name, length):
    page = send(web_form, NOURA | {name: "a" * length})
    assert set(page.context["form"].errors) == {name}


def test_what_the_form_does_not_ask_is_not_kept(web_form):
    send(web_form, NOURA | {"city": "Riyadh", "owner": "7", "service": "x", "state": "accepted"})
    kept = Submission.objects.get()
    assert set(kept.data) == set(web_form.fields)
    assert kept.state == "new"


def test_a_closed_form_of_another_language_says_so_in_it(owner, pipeline):
    form = make_form(by=owner, language="fa", active=False)
    with out_of_scope():
        page = Client().get(f"/f/{form.token}/").content.decode()
    assert "<form" not in page
    assert 'lang="fa"' in page


def test_the_limit_is_each_forms_own(owner, web_form):
    for number in range(11):
        send(web_form, NOURA | {"message": str(number)})
    assert send(make_form(by=owner)).status_code == 200


def test_a_refused_answer_counts_towards_the_limit_too(web_form):
    codes = [send(web_form, NOURA | {"phone": "12"}).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_what_was_typed_is_still_there_when_one_was_too_quick(web_form):
    for number in range(10):
        send(web_form, NOURA | {"message": str(number)})
    assert "14 نافذة" in send(web_form).content.decode()


def test_a_number_without_a_code_belongs_to_the_firms_country(web_form, acme):
    acme.phone_region = "IR"
    acme.save()
    send(web_form, NOURA | {"phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹"})
    assert Submission.objects.get().data["phone"] == "+989123456789"


def test_a_change_of_the_form_shows_at_once(owner, web_form):
    update_web_form(web_form, by=owner, title="Come and see", fields=["name", "phone", "city"])
    with out_of_scope():
        page = Client().get(f"/f/{web_form.token}/").content.decode()
    assert "Come and see" in page
    assert 'name="city"' in page
    assert 'name="email"' not in page


def test_a_page_of_a_form_may_be_asked_for_but_not_otherwise_used(web_form):
    with out_of_scope():
        assert Client().put(f"/f/{web_form.token}/").status_code == 405
        assert Client().delete(f"/f/{web_form.token}/").status_code == 405

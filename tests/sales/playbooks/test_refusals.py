"""What the settings pages of pipelines refuse, to whom, and in which words."""

import pytest

from crm.documents.models import DocumentTemplate
from crm.events.models import Event
from crm.tenants.scope import tenant_scope
from sales.pipelines.actions import retire_stage
from sales.pipelines.models import LossReason, Pipeline, Stage
from sales.pipelines.queries import track_of
from sales.playbooks.actions import save_playbook
from sales.playbooks.queries import steps_of
from tests import make
from tests.conftest import out_of_scope

REQUIRED = [("en", "This field is required."), ("ar", "هذا الحقل مطلوب."), ("fa", "این فیلد لازم است.")]
STAGE = {"name": "Glazing", "probability": "90", "ageing_days": "4", "asks": ""}
TASK = {"subject": "Call", "kind": "call", "recipient": "owner", "amount": "2", "unit": "hours", "since": ""}
NOTICE = {"recipient": "manager", "text": "Look"}
FORMS = {
    "settings/pipelines/new/": {"name": "Repairs", "won": "Fixed", "lost": "Given up"},
    "settings/pipelines/{pipeline}/name/": {"name": "Repairs"},
    "settings/pipelines/{pipeline}/stages/new/": STAGE,
    "settings/stages/{stage}/edit/": STAGE,
    "settings/loss-reasons/new/": {"name": "Too slow"},
    "settings/loss-reasons/{reason}/": {"name": "Too slow"},
    "settings/stages/{stage}/steps/new/create_task/": TASK,
    "settings/stages/{stage}/steps/new/notify/": NOTICE,
}
REQUIRED_FIELDS = [
    (path, name)
    for path, fields in FORMS.items()
    for name in fields
    if name not in ("asks", "since")
]  # fmt: skip


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def ids(pipeline, stages, reason):
    return {"pipeline": pipeline.pk, "stage": stages["approval"].pk, "reason": reason.pk}


@pytest.fixture
def theirs(outsider):
    """The same of another firm."""
    with out_of_scope(), tenant_scope(outsider.tenant):
        pipeline = make.pipeline(by=outsider)
        stage = pipeline.stages.get(key="approval")
        save_playbook(stage, steps=[("notify", NOTICE)], by=outsider)
        template = DocumentTemplate.objects.create(name="Theirs", record_type="deal", bodies={})
        return {
            "pipeline": pipeline.pk, "stage": stage.pk, "reason": LossReason.objects.first().pk,
            "step": steps_of(stage).get().pk, "template": template.pk, "member": outsider.pk,
        }  # fmt: skip


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Pipeline, Stage, LossReason)]


@pytest.mark.parametrize(("path", "name"), REQUIRED_FIELDS)
def test_what_is_missing_is_asked_for_and_nothing_is_saved(client, ids, path, name):
    before = everything()
    reply = client.post("/" + path.format(**ids), {**FORMS[path], name: " "})
    assert reply.status_code == 422
    assert list(reply.context["form"].errors) == [name]
    assert everything() == before


@pytest.mark.parametrize(("language", "words"), REQUIRED)
@pytest.mark.parametrize("path", FORMS)
def test_a_refusal_stands_on_the_page_in_the_readers_language(client, owner, ids, path, language, words):
    owner.language = language
    owner.save()
    page = client.post("/" + path.format(**ids), {**FORMS[path], "name": "", "subject": "", "text": ""})
    assert page.status_code == 422
    assert page.content.decode().count(words) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "x" * 81), ("name_ar", "x" * 81), ("probability", "101"), ("probability", "-1"),
        ("probability", "33.5"), ("probability", "half"), ("ageing_days", "-1"), ("ageing_days", "3651"),
        ("ageing_days", "1.5"), ("ageing_days", "9" * 40), ("asks", "title"), ("name", "a\0b"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["settings/pipelines/{pipeline}/stages/new/", "settings/stages/{stage}/edit/"])
def test_a_stage_is_not_saved_with_what_cannot_be(client, ids, path, name, value):
    before = everything()
    reply = client.post("/" + path.format(**ids), {**STAGE, name: value})
    assert reply.status_code == 422
    assert list(reply.context["form"].errors) == [name]
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", "-1"), ("amount", "1000"), ("amount", "1.5"), ("amount", "soon"), ("unit", "weeks"),
        ("since", "created_at"), ("kind", "party"), ("subject", "x" * 301), ("body", "x" * 2001),
        ("recipient", "member:0"), ("recipient", "everybody"), ("recipient", "function:unknown"),
    ],
)  # fmt: skip
def test_a_step_is_not_saved_with_what_cannot_be(client, stages, name, value):
    address = f"/settings/stages/{stages['approval'].pk}/steps/new/create_task/"
    reply = client.post(address, {**TASK, name: value})
    assert reply.status_code == 422
    assert list(reply.context["form"].errors) == [name]
    assert not steps_of(stages["approval"]).exists()


def test_numbers_of_all_stages_are_refused_together_with_the_one_that_is_wrong(client, pipeline, stages):
    numbers = {f"probability-{stage.pk}": "40" for stage in stages.values() if stage.is_open}
    numbers |= {f"ageing_days-{stage.pk}": "3" for stage in stages.values() if stage.is_open}
    wrong = f"ageing_days-{stages['payment'].pk}"
    reply = client.post(f"/settings/pipelines/{pipeline.pk}/", numbers | {wrong: "soon"})
    assert reply.status_code == 422
    assert list(reply.context["form"].errors) == [wrong]
    assert set(Stage.objects.filter(kind=0).values_list("probability", flat=True)) == {10, 30, 60, 85, 95}


def test_numbers_of_another_firms_stage_are_ignored(client, pipeline, stages, theirs):
    numbers = {f"probability-{stage.pk}": "40" for stage in stages.values() if stage.is_open}
    numbers |= {f"ageing_days-{stage.pk}": "3" for stage in stages.values() if stage.is_open}
    extra = {f"probability-{theirs['stage']}": "1", f"ageing_days-{theirs['stage']}": "1"}
    assert client.post(f"/settings/pipelines/{pipeline.pk}/", numbers | extra).status_code == 302


ADDRESSES = [
    "settings/pipelines/{pipeline}/", "settings/pipelines/{pipeline}/name/",
    "settings/pipelines/{pipeline}/stages/new/", "settings/pipelines/{pipeline}/order/", "settings/stages/{stage}/",
    "settings/stages/{stage}/edit/", "settings/stages/{stage}/retirement/", "settings/stages/{stage}/restoration/",
    "settings/stages/{stage}/steps/new/notify/", "settings/stages/{stage}/steps/{step}/",
    "settings/stages/{stage}/steps/{step}/removal/", "settings/loss-reasons/{reason}/",
    "settings/loss-reasons/{reason}/retirement/",
]  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_another_firm_has_does_not_exist(client, pipeline, theirs, outsider, path):
    def at_home():
        with out_of_scope(), tenant_scope(outsider.tenant):
            return [*everything(), list(steps_of(Stage.objects.get(pk=theirs["stage"])).values())]

    before = at_home()
    for reply in (client.get("/" + path.format(**theirs)), client.post("/" + path.format(**theirs), FORMS.get(path))):
        assert reply.status_code in (404, 405)
    assert at_home() == before


@pytest.mark.parametrize("who", ["manager", "rep", "agent", "reader"])
def test_only_who_may_change_settings_shapes_pipelines(client_for, request, ids, stages, owner, who):
    save_playbook(stages["approval"], steps=[("notify", NOTICE)], by=owner)
    step = steps_of(stages["approval"]).get()
    before, client = everything(), client_for(request.getfixturevalue(who))
    for path in [*ADDRESSES, *FORMS, "settings/pipelines/"]:
        address = "/" + path.format(**ids, step=step.pk)
        assert client.get(address).status_code in (403, 405), path
        assert client.post(address, FORMS.get(path)).status_code in (403, 405), path
    assert everything() == before
    assert steps_of(stages["approval"]).get() == step


@pytest.mark.parametrize(("kind", "field"), [("create_task", "recipient"), ("notify", "recipient")])
def test_work_is_not_given_to_another_firms_member(client, stages, theirs, kind, field):
    fields = {**TASK, **NOTICE, "recipient": f"member:{theirs['member']}"}
    reply = client.post(f"/settings/stages/{stages['approval'].pk}/steps/new/{kind}/", fields)
    assert reply.status_code == 422
    assert list(reply.context["form"].errors) == [field]


def test_a_document_is_not_made_of_another_firms_template_nor_of_one_switched_off(client, stages, theirs):
    off = DocumentTemplate.objects.create(name="Old", record_type="deal", bodies={}, active=False)
    other = DocumentTemplate.objects.create(name="Card", record_type="contact", bodies={})
    for pk in (theirs["template"], off.pk, other.pk, "x", "9" * 40):
        reply = client.post(f"/settings/stages/{stages['approval'].pk}/steps/new/make_document/", {"template": pk})
        assert reply.status_code == 422, pk
    assert not steps_of(stages["approval"]).exists()


def test_work_is_not_given_to_a_colleague_who_left(client, stages, rep):
    rep.active = False
    rep.save()
    fields = TASK | {"recipient": f"member:{rep.pk}"}
    address = f"/settings/stages/{stages['approval'].pk}/steps/new/create_task/"
    assert client.post(address, fields).status_code == 422
    assert rep.name not in client.get(address).content.decode()


def test_a_step_for_somebody_who_left_says_nobody(client, pipeline, stages, rep, owner):
    save_playbook(stages["approval"], steps=[("notify", NOTICE | {"recipient": f"member:{rep.pk}"})], by=owner)
    address = f"/settings/pipelines/{pipeline.pk}/?stage={stages['approval'].pk}"
    assert "Notify: Rami Rep" in client.get(address).content.decode()
    rep.active = False
    rep.save()
    assert "Notify: Nobody" in client.get(address).content.decode()


def test_a_document_whose_template_is_gone_says_so(client, pipeline, stages, owner):
    save_playbook(stages["approval"], steps=[("make_document", {"template": 10**9})], by=owner)
    page = client.get(f"/settings/pipelines/{pipeline.pk}/?stage={stages['approval'].pk}").content.decode()
    assert "a template that is gone" in page


@pytest.mark.parametrize("order", [[], ["x"], ["-1"], ["9" * 40], ["9" * 5000], ["²"], ["1", "1"]])
def test_an_order_of_what_is_not_there_changes_nothing(client, pipeline, stages, theirs, order):
    before = [stage.pk for stage in track_of(pipeline.pk).open_stages]
    reply = client.post(f"/settings/pipelines/{pipeline.pk}/order/", {"order": [*order, theirs["stage"]]})
    assert reply.status_code == 302
    assert [stage.pk for stage in track_of(pipeline.pk).open_stages] == before


def test_an_order_that_names_some_puts_the_others_after_them(client, pipeline, stages):
    client.post(f"/settings/pipelines/{pipeline.pk}/order/", {"order": [stages["payment"].pk]})
    order = [stage.key for stage in track_of(pipeline.pk).open_stages]
    assert order == ["payment", "first_call", "measurement", "approval", "installation"]


def test_the_ends_are_not_moved_among_the_others(client, pipeline, stages):
    for key in ("won", "lost"):
        client.post(f"/settings/pipelines/{pipeline.pk}/order/", {"stage": stages[key].pk, "way": "up"})
    wanted = [stages[key].pk for key in ("won", "approval", "lost")]
    client.post(f"/settings/pipelines/{pipeline.pk}/order/", {"order": wanted})
    track = track_of(pipeline.pk)
    assert track.open_stages[0] == stages["approval"]
    assert [stage.kind for stage in track.stages] == [0, 0, 0, 0, 0, 1, 2]


def test_a_retired_stage_keeps_no_place_among_the_others(client, pipeline, stages, owner):
    retire_stage(stages["measurement"], by=owner)
    client.post(f"/settings/pipelines/{pipeline.pk}/order/", {"stage": stages["approval"].pk, "way": "up"})
    assert [stage.key for stage in track_of(pipeline.pk).open_stages][:2] == ["approval", "first_call"]


def test_the_last_stage_with_deals_in_it_says_why_it_stays(client, stages, deal, owner):
    for key in ("measurement", "approval", "payment", "installation"):
        retire_stage(stages[key], by=owner)
    address = f"/settings/stages/{stages['first_call'].pk}/retirement/"
    reply = client.post(address, {"to": ""}, follow=True)
    assert "A pipeline needs at least one open stage." in reply.content.decode()
    deal.refresh_from_db()
    assert deal.stage == stages["first_call"]
    assert Stage.objects.get(key="first_call").retired_at is None


@pytest.mark.parametrize("key", ["measurement", "won", "first_call"])
def test_deals_do_not_go_to_what_is_retired_an_end_or_the_stage_itself(client, stages, deal, owner, key):
    retire_stage(stages["measurement"], by=owner)
    reply = client.post(f"/settings/stages/{stages['first_call'].pk}/retirement/", {"to": stages[key].pk})
    assert reply.status_code == 422
    deal.refresh_from_db()
    assert deal.stage == stages["first_call"]


def test_a_retired_stage_stays_on_the_page_with_its_playbook_and_comes_back_with_it(client, pipeline, stages, owner):
    save_playbook(stages["payment"], steps=[("notify", NOTICE)], by=owner)
    client.post(f"/settings/stages/{stages['payment'].pk}/retirement/")
    assert "Payment" in client.get(f"/settings/pipelines/{pipeline.pk}/").content.decode()
    client.post(f"/settings/stages/{stages['payment'].pk}/restoration/")
    assert steps_of(stages["payment"]).count() == 1


def test_retiring_twice_is_told_once(stages, owner):
    stale = Stage.objects.get(pk=stages["payment"].pk)
    retire_stage(stages["payment"], by=owner)
    retire_stage(stale, by=owner)
    assert Event.objects.filter(kind="pipeline.stage_retired").count() == 1

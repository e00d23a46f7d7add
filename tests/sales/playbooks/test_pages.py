"""The settings pages of pipelines: stages, their playbooks, reasons of loss."""

import pytest

from crm.documents.models import DocumentTemplate
from crm.records import registry
from crm.records.fields.actions import add_field, retire_field
from sales.deals.actions import lose
from sales.pipelines.models import LossReason, Pipeline, Stage
from sales.pipelines.queries import track_of
from sales.playbooks.actions import save_playbook
from sales.playbooks.queries import steps_of
from sales.playbooks.words import when
from tests import make

TASK = {"subject": "Call", "kind": "call", "recipient": "owner", "amount": "2", "unit": "hours", "since": ""}


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def order(pipeline):
    return [stage.key for stage in track_of(pipeline.pk).open_stages]


class TestStages:
    def test_the_page_shows_numbers_and_automations(self, client, pipeline, stages, owner):
        save_playbook(stages["approval"], steps=[("notify", {"recipient": "manager", "text": "Look"})], by=owner)
        page = text(client.get(f"/settings/pipelines/{pipeline.pk}/"))
        for words in ("Approval", "1 automation", "No automations", 'value="60"', "Won", "Lost"):
            assert words in page

    def test_every_row_can_be_moved_by_keyboard(self, client, pipeline, stages):
        page = text(client.get(f"/settings/pipelines/{pipeline.pk}/"))
        assert page.count('class="wl-grip"') == 5
        assert 'aria-keyshortcuts="ArrowUp ArrowDown"' in page
        assert f'data-sort-url="/acme/settings/pipelines/{pipeline.pk}/order/"' in page

    def test_chances_and_limits_are_saved_together(self, client, pipeline, stages):
        numbers = {f"probability-{stage.pk}": "٤٠%" for stage in stages.values() if stage.is_open}
        numbers |= {f"ageing_days-{stage.pk}": "3" for stage in stages.values() if stage.is_open}
        assert client.post(f"/settings/pipelines/{pipeline.pk}/", numbers).status_code == 302
        saved = Stage.objects.filter(pipeline=pipeline, kind=0).values_list("probability", "ageing_days").distinct()
        assert list(saved.order_by()) == [(40, 3)]

    def test_a_chance_over_100_is_refused_and_shown(self, client, pipeline, stages):
        numbers = {f"probability-{stage.pk}": "140" for stage in stages.values() if stage.is_open}
        response = client.post(f"/settings/pipelines/{pipeline.pk}/", numbers)
        assert response.status_code == 422
        assert 'value="140"' in response.content.decode()

    def test_a_row_opens_and_keeps_what_was_typed(self, client, stages):
        stage = stages["approval"]
        row = text(client.get(f"/settings/stages/{stage.pk}/?probability-{stage.pk}=77"))
        assert 'aria-expanded="true"' in row
        assert 'value="77"' in row
        assert 'aria-expanded="false"' in text(client.get(f"/settings/stages/{stage.pk}/?closed=1"))

    def test_a_stage_is_added_with_its_names(self, client, pipeline):
        fields = {"name": "Glazing", "name_ar": "التزجيج", "probability": "90", "ageing_days": "4", "asks": "visit_at"}
        assert client.post(f"/settings/pipelines/{pipeline.pk}/stages/new/", fields).status_code == 302
        stage = Stage.objects.get(key="glazing")
        assert (stage.name_in("ar"), stage.name_in("fa"), stage.asks) == ("التزجيج", "Glazing", "visit_at")

    def test_a_stage_is_renamed_per_language(self, client, stages):
        fields = {"name": "Yes", "name_fa": "تأیید", "probability": "60", "ageing_days": "14", "asks": ""}
        assert client.post(f"/settings/stages/{stages['approval'].pk}/edit/", fields).status_code == 302
        assert Stage.objects.get(key="approval").names == {"en": "Yes", "fa": "تأیید"}

    def test_an_end_is_only_renamed(self, client, stages):
        page = text(client.get(f"/settings/stages/{stages['won'].pk}/edit/"))
        assert 'name="probability"' not in page
        assert client.post(f"/settings/stages/{stages['won'].pk}/edit/", {"name": "Sold"}).status_code == 302
        assert Stage.objects.get(key="won").probability == 100

    def test_stages_are_ordered_by_drag(self, client, pipeline, stages):
        wanted = [stages[key].pk for key in ("payment", "first_call", "measurement", "approval", "installation")]
        client.post(f"/settings/pipelines/{pipeline.pk}/order/", {"order": wanted}, HTTP_HX_REQUEST="true")
        assert order(pipeline)[:2] == ["payment", "first_call"]

    @pytest.mark.parametrize(
        ("key", "way", "place"), [("approval", "up", 1), ("approval", "down", 3), ("first_call", "up", 0)]
    )
    def test_stages_are_ordered_by_buttons(self, client, pipeline, stages, key, way, place):
        client.post(f"/settings/pipelines/{pipeline.pk}/order/", {"stage": stages[key].pk, "way": way})
        assert order(pipeline).index(key) == place

    def test_a_stage_with_deals_asks_where_they_go(self, client, pipeline, stages, deal):
        address = f"/settings/stages/{stages['first_call'].pk}/retirement/"
        assert "Move its deals to" in text(client.get(address))
        assert client.post(address).status_code == 422
        assert client.post(address, {"to": stages["approval"].pk}).status_code == 302
        deal.refresh_from_db()
        assert deal.stage == stages["approval"]
        assert "first_call" not in order(pipeline)

    def test_a_deal_that_comes_while_a_stage_is_emptied_is_asked_about_again(self, client, stages, deal, monkeypatch):
        monkeypatch.setattr("sales.playbooks.views.stages.empty_stage", lambda *args, **kwargs: 0)
        address = f"/settings/stages/{stages['first_call'].pk}/retirement/"
        reply = client.post(address, {"to": stages["approval"].pk})
        assert reply.status_code == 422
        assert "Move its deals to" in reply.content.decode()
        assert Stage.objects.get(key="first_call").retired_at is None

    def test_deals_do_not_go_to_another_pipeline(self, client, stages, deal, owner):
        foreign = make.pipeline(by=owner, name="Repairs").stages.get(key="approval")
        response = client.post(f"/settings/stages/{stages['first_call'].pk}/retirement/", {"to": foreign.pk})
        assert response.status_code == 422

    def test_a_retired_stage_is_restored(self, client, pipeline, stages):
        client.post(f"/settings/stages/{stages['payment'].pk}/retirement/")
        page = text(client.get(f"/settings/pipelines/{pipeline.pk}/"))
        assert "Retired stages" in page
        client.post(f"/settings/stages/{stages['payment'].pk}/restoration/")
        assert "payment" in order(pipeline)

    def test_the_end_is_not_retired(self, client, pipeline, stages):
        assert client.post(f"/settings/stages/{stages['won'].pk}/retirement/").status_code == 302
        assert Stage.objects.get(key="won").retired_at is None

    def test_a_pipeline_begins_with_a_stage_and_two_ends(self, client):
        client.post("/settings/pipelines/new/", {"name": "Repairs", "won": "Fixed", "lost": "Given up"})
        track = track_of(Pipeline.objects.get(name="Repairs").pk)
        assert [stage.name for stage in track.stages] == ["First stage", "Fixed", "Given up"]


class TestPlaybook:
    def test_a_task_is_added(self, client, stages):
        assert client.post(f"/settings/stages/{stages['approval'].pk}/steps/new/create_task/", TASK).status_code == 302
        step = steps_of(stages["approval"]).get()
        assert step.params["due"] == {"minutes": 120}
        assert step.params["subject"] == "Call"

    def test_a_task_is_written_per_language_and_due_from_the_visit(self, client, stages):
        fields = TASK | {"subject_ar": "اتصل", "since": "visit_at", "amount": "0"}
        client.post(f"/settings/stages/{stages['approval'].pk}/steps/new/create_task/", fields)
        step = steps_of(stages["approval"]).get()
        assert step.params["subject"] == {"en": "Call", "ar": "اتصل"}
        assert step.params["due"] == {"minutes": 0, "field": "visit_at"}

    def test_a_task_may_be_due_in_working_time(self, client, stages):
        path = f"/settings/stages/{stages['approval'].pk}/steps/new/create_task/"
        client.post(path, TASK | {"working": "on"})
        step = steps_of(stages["approval"]).get()
        assert step.params["due"] == {"minutes": 120, "working": True}
        assert "checked" in text(client.get(f"/settings/stages/{stages['approval'].pk}/steps/{step.pk}/"))
        assert when(step.params["due"]) == "2 hours of working time after entering"

    def test_a_task_goes_to_a_function_or_a_member(self, client, stages, rep):
        page = text(client.get(f"/settings/stages/{stages['approval'].pk}/steps/new/create_task/"))
        assert f'value="member:{rep.pk}"' in page
        fields = TASK | {"recipient": "member:999999"}
        response = client.post(f"/settings/stages/{stages['approval'].pk}/steps/new/create_task/", fields)
        assert response.status_code == 422

    def test_a_step_is_shown_as_it_was_written(self, client, stages, owner):
        params = {"subject": {"en": "Measure", "ar": "قياس"}, "recipient": "owner", "due": {"minutes": 2880}}
        save_playbook(stages["approval"], steps=[("create_task", params)], by=owner)
        step = steps_of(stages["approval"]).get()
        page = text(client.get(f"/settings/stages/{stages['approval'].pk}/steps/{step.pk}/"))
        assert "Edit step: Create a task" in page
        assert 'value="Measure"' in page
        assert 'value="قياس"' in page
        assert '<option value="days" selected>' in page

    def test_a_shipped_text_keeps_its_languages_until_it_is_rewritten(self, client, stages, owner):
        body = {"en": "Bring a ladder", "fa": "نردبان بیاورید"}
        save_playbook(stages["approval"], steps=[("create_task", {"subject": "Go", "body": body})], by=owner)
        step = steps_of(stages["approval"]).get()
        client.post(f"/settings/stages/{stages['approval'].pk}/steps/{step.pk}/", TASK | {"body": "Bring a ladder"})
        assert steps_of(stages["approval"]).get().params["body"] == body

    def test_a_document_names_a_template(self, client, stages):
        template = DocumentTemplate.objects.create(name="Contract", record_type="deal", bodies={})
        client.post(f"/settings/stages/{stages['payment'].pk}/steps/new/make_document/", {"template": template.pk})
        assert steps_of(stages["payment"]).get().params == {"template": template.pk}

    def test_a_notice_says_the_date(self, client, stages):
        fields = {"recipient": "manager", "text": "By {date}", "field": "delivery_on"}
        client.post(f"/settings/stages/{stages['approval'].pk}/steps/new/notify/", fields)
        assert steps_of(stages["approval"]).get().params == {
            "recipient": "manager", "text": "By {date}", "field": "delivery_on",
        }  # fmt: skip

    def test_a_step_counts_from_a_day_of_the_workspaces_own_fields(self, client, stages, owner):
        def add(kind, name):
            return add_field(registry.get("deal"), kind=kind, name=name, by=owner)

        day, other, text_field = add("day", "Crane on"), add("day", "Secret day"), add("text", "Colour")
        owner.role.fields = {"deal": {other.key: "hidden"}}
        owner.role.save()
        at = f"/settings/stages/{stages['approval'].pk}/steps/"
        offered = dict(client.get(f"{at}new/create_task/").context["form"].fields["since"].choices)
        assert offered[day.key] == "Crane on" and not offered.keys() & {other.key, text_field.key}
        assert client.post(f"{at}new/create_task/", TASK | {"since": other.key}).status_code == 422

        assert client.post(f"{at}new/create_task/", TASK | {"since": day.key}).status_code == 302
        step = steps_of(stages["approval"]).get()
        assert when(step.params["due"]) == "2 hours after “Crane on”"
        assert when({"field": day.key}) == "on the day of “Crane on”"
        retire_field(day, by=owner)
        assert f'value="{day.key}" selected' in text(client.get(f"{at}{step.pk}/"))

    def test_a_step_is_removed(self, client, stages, owner):
        save_playbook(stages["approval"], steps=[("notify", {"recipient": "owner", "text": "Hi"})], by=owner)
        step = steps_of(stages["approval"]).get()
        client.post(f"/settings/stages/{stages['approval'].pk}/steps/{step.pk}/removal/")
        assert not steps_of(stages["approval"]).exists()

    def test_another_stages_step_is_not_found(self, client, stages, owner):
        save_playbook(stages["approval"], steps=[("notify", {"recipient": "owner", "text": "Hi"})], by=owner)
        step = steps_of(stages["approval"]).get()
        assert client.get(f"/settings/stages/{stages['payment'].pk}/steps/{step.pk}/").status_code == 404

    def test_an_unknown_kind_is_not_found(self, client, stages):
        assert client.get(f"/settings/stages/{stages['approval'].pk}/steps/new/explode/").status_code == 404


class TestReasons:
    def test_a_reason_is_added_renamed_retired_and_restored(self, client, pipeline):
        client.post("/settings/loss-reasons/new/", {"name": "Too slow", "name_ar": "بطيء"})
        reason = LossReason.objects.get(name="Too slow")
        client.post(f"/settings/loss-reasons/{reason.pk}/", {"name": "Too late"})
        client.post(f"/settings/loss-reasons/{reason.pk}/retirement/")
        reason.refresh_from_db()
        assert (reason.name, reason.retired_at is None) == ("Too late", False)
        client.post(f"/settings/loss-reasons/{reason.pk}/retirement/", {"restore": 1})
        reason.refresh_from_db()
        assert reason.retired_at is None

    def test_the_list_counts_deals(self, client, deal, reason, owner):
        lose(deal, reason=reason, by=owner)
        assert ">1</bdi> deal</p>" in text(client.get("/settings/pipelines/"))

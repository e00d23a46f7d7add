"""The board, the table and the page of a deal, as a browser meets them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.activities.actions import plan
from crm.tenants.scope import tenant_scope
from sales.deals import board
from sales.deals.actions import win
from sales.deals.models import Deal
from sales.pipelines.models import Pipeline
from tests import make
from tests.conftest import out_of_scope


def htmx(target, page="/deals/"):
    """The headers of a request that the script on a page makes."""
    return {
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_TARGET": target,
        "HTTP_HX_CURRENT_URL": f"http://testserver/acme{page}",
    }


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def move(client, deal, stage, **more):
    return client.post(f"/deals/{deal.pk}/stage/", {"stage": stage.pk, **more}, **htmx(f"card-{deal.pk}"))


class TestBoard:
    def test_it_shows_columns_cards_and_totals(self, client_for, rep, deal):
        page = text(client_for(rep).get("/deals/"))
        for words in ("First call", "Installation", "Villa, 14 windows", "£48,500", "4,850", "at 10%", "No next step"):
            assert words in page
        assert f'id="card-{deal.pk}"' in page

    def test_it_asks_the_database_little(self, client_for, rep, deal, django_assert_max_num_queries):
        client = client_for(rep)
        client.get("/deals/")
        for _ in range(10):
            make.deal(by=rep)
        with django_assert_max_num_queries(17):
            client.get("/deals/")

    def test_kept_totals_end_with_what_anybody_does(
        self, client_for, rep, deal, stages, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr("sales.deals.board.FEW", 0)
        client = client_for(rep)
        assert "£48,500" in text(client.get("/deals/"))
        with django_capture_on_commit_callbacks(execute=True):
            make.deal(by=rep, amount=1_500)
        assert "£50,000" in text(client.get("/deals/"))
        with django_capture_on_commit_callbacks(execute=True):
            moved = move(client, deal, stages["approval"])
        assert "£48,500" in text(moved) and "£1,500" in text(moved)  # the heads of both columns
        assert "£1,500" in text(client.get("/deals/"))

    def test_the_form_of_its_filters_comes_when_it_is_opened(self, client_for, manager, rep, deal):
        client, opened = client_for(manager), f"/deals/?owner={rep.pk}&filters=1"
        assert 'name="closes_from"' not in text(client.get("/deals/"))
        form = text(client.get(opened, **htmx("")))
        assert 'name="closes_from"' in form and "Rami Rep" in form and "wl-board" not in form
        without_script = text(client.get(opened))
        assert 'name="closes_from"' in without_script and 'id="board"' in without_script

    def test_cards_can_be_moved_by_keyboard(self, client_for, rep, deal, stages):
        page = text(client_for(rep).get("/deals/"))
        assert 'aria-keyshortcuts="M Shift+ArrowLeft Shift+ArrowRight"' in page
        assert f'data-move="/acme/deals/{deal.pk}/stage/"' in page
        assert 'role="menu"' in page
        assert f'role="menuitem" data-to="{stages["approval"].pk}"' in page
        assert f'aria-labelledby="stage-{stages["approval"].pk}"' in page

    def test_who_only_reads_has_nothing_to_move_with(self, client_for, reader, deal):
        page = text(client_for(reader).get("/deals/"))
        assert "data-move=" not in page
        assert "New deal" not in page

    def test_stages_that_ask_say_so(self, client_for, rep, deal, stages):
        page = text(client_for(rep).get("/deals/"))
        assert f'data-stage="{stages["measurement"].pk}" data-label="Measurement" data-asks' in page
        assert f'data-stage="{stages["approval"].pk}" data-label="Approval">' in page

    @pytest.mark.parametrize(("view", "shown"), [("mine", False), ("ageing", True), ("waiting", False), ("open", True)])
    def test_tabs_narrow(self, client_for, manager, rep, deal, view, shown):
        plan(subject="Call", due_at=timezone.now(), record=deal, by=rep)
        Deal.objects.update(stage_entered_at=timezone.now() - timedelta(days=9))
        assert ("Villa" in text(client_for(manager).get(f"/deals/?view={view}"))) is shown

    def test_filters_narrow_cards_and_totals(self, client_for, manager, rep, other_rep, deal):
        make.deal(by=other_rep, title="Hotel annex", amount=100)
        page = text(client_for(manager).get(f"/deals/?owner={rep.pk}"))
        assert "Villa" in page
        assert "Hotel annex" not in page
        assert "<b>1</b> deal" in page
        assert "Rami Rep</bdi></b></span><a" in page  # the chip, and the way to remove it

    def test_a_filter_that_hides_all_offers_the_way_out(self, client_for, manager, other_rep, deal):
        page = text(client_for(manager).get(f"/deals/?owner={other_rep.pk}"))
        assert "the filters or the tab leave them out" in page

    def test_a_part_is_drawn_for_htmx(self, client_for, rep, deal):
        page = text(client_for(rep).get("/deals/?view=mine", **htmx("list")))
        assert page.lstrip().startswith('<div id="list"')
        assert "<html" not in page

    def test_another_pipeline_is_chosen(self, client_for, owner, deal):
        other = make.pipeline(by=owner, name="Repairs")
        assert "Villa" not in text(client_for(owner).get(f"/deals/?pipeline={other.pk}"))

    def test_a_workspace_without_a_pipeline_is_told(self, client_for, owner, rep):
        assert not Pipeline.objects.exists()
        assert "/acme/settings/pipelines/" in text(client_for(owner).get("/deals/"))
        assert "There is no pipeline yet" in text(client_for(rep).get("/deals/"))

    def test_spoilt_parameters_do_no_harm(self, client_for, rep, deal):
        assert "Villa" in text(client_for(rep).get("/deals/?pipeline=x&view=%00&owner=zz&closes=never"))

    def test_a_column_shows_more(self, client_for, rep, deal, stages, monkeypatch):
        monkeypatch.setattr(board, "PER_COLUMN", 2)
        for number in range(3):
            make.deal(by=rep, title=f"Newer {number}")
        client = client_for(rep)
        page = text(client.get("/deals/"))
        assert "Villa" not in page
        [address] = [part.split('"')[0] for part in page.split('hx-get="') if "/deals/columns/" in part[:40]]
        more = text(client.get(address.replace("&amp;", "&"), **htmx("")))
        assert "Villa" in more
        assert "Newer 2" not in more

    @pytest.mark.parametrize("after", ["", "x", "9" * 40 + "-1"])
    def test_a_spoilt_place_is_not_found(self, client_for, rep, deal, stages, after):
        assert client_for(rep).get(f"/deals/columns/{stages['approval'].pk}/?after={after}").status_code == 404


class TestMoves:
    def test_the_reply_is_the_card_and_both_heads(self, client_for, rep, deal, stages):
        page = text(move(client_for(rep), deal, stages["approval"]))
        deal.refresh_from_db()
        assert deal.stage == stages["approval"]
        assert page.count(f'id="card-{deal.pk}"') == 1
        for key in ("first_call", "approval"):
            assert f'id="head-{stages[key].pk}" hx-swap-oob="true"' in page
        assert f'id="head-{stages["payment"].pk}"' not in page
        assert "weighted <b>" in page
        assert 'id="list-total" hx-swap-oob="true"' in page

    def test_the_heads_count_what_the_board_shows(self, client_for, manager, rep, other_rep, deal, stages):
        make.deal(by=other_rep, amount=1_000)
        headers = htmx(f"card-{deal.pk}", f"/deals/?owner={rep.pk}")
        response = client_for(manager).post(f"/deals/{deal.pk}/stage/", {"stage": stages["approval"].pk}, **headers)
        page = text(response)
        assert "£48,500" in page
        assert "£1,000" not in page

    def test_a_card_that_leaves_the_tab_disappears(self, client_for, rep, deal, stages):
        Deal.objects.update(stage_entered_at=timezone.now() - timedelta(days=30))
        headers = htmx(f"card-{deal.pk}", "/deals/?view=ageing")
        page = text(client_for(rep).post(f"/deals/{deal.pk}/stage/", {"stage": stages["approval"].pk}, **headers))
        assert f'id="card-{deal.pk}"' not in page

    def test_a_stage_that_asks_is_answered_in_a_modal(self, client_for, rep, deal, stages):
        client, stage = client_for(rep), stages["measurement"]
        question = text(client.get(f"/deals/{deal.pk}/stage/?stage={stage.pk}", **htmx("modal-content")))
        assert 'name="visit_at"' in question
        answer = {"stage": stage.pk, "visit_at": "2027-03-04 10:30"}
        response = client.post(f"/deals/{deal.pk}/stage/", answer, **htmx("modal-content"))
        page = text(response)
        deal.refresh_from_db()
        assert (deal.stage, deal.visit_at.day, deal.visit_at.minute) == (stage, 4, 30)
        assert response["HX-Reswap"] == "none"
        assert '"close"' in response["HX-Trigger"]
        assert f'<li id="card-{deal.pk}" hx-swap-oob="delete">' in page
        assert f"afterbegin:[data-stage='{stage.pk}']" in page

    def test_an_unreadable_answer_is_asked_again(self, client_for, rep, deal, stages):
        answer = {"stage": stages["measurement"].pk, "visit_at": "some day"}
        response = client_for(rep).post(f"/deals/{deal.pk}/stage/", answer, **htmx("modal-content"))
        assert response.status_code == 422
        assert "some day" in response.content.decode()
        deal.refresh_from_db()
        assert deal.stage == stages["first_call"]

    def test_a_card_dropped_unasked_is_asked(self, client_for, rep, deal, stages):
        """The stage began to ask after the page was drawn: the card goes back, the question opens."""
        response = move(client_for(rep), deal, stages["measurement"])
        assert response.status_code == 422
        assert response["HX-Retarget"] == "#modal-content"

    def test_a_win_takes_the_card_away_and_offers_undo(self, client_for, rep, deal, stages):
        response = move(client_for(rep), deal, stages["won"])
        assert f'id="card-{deal.pk}"' not in text(response)
        assert f"/deals/{deal.pk}/reopening/" in response["HX-Trigger"]

    def test_a_loss_is_asked_for_its_reason(self, client_for, rep, deal, stages, reason):
        client = client_for(rep)
        assert move(client, deal, stages["lost"]).status_code == 422
        answer = {"stage": stages["lost"].pk, "reason": reason.pk, "note": "Next door"}
        assert client.post(f"/deals/{deal.pk}/stage/", answer, **htmx("modal-content")).status_code == 200
        deal.refresh_from_db()
        assert (deal.loss_reason, deal.loss_note) == (reason, "Next door")

    def test_it_works_without_script(self, client_for, rep, deal, stages, reason):
        client, address = client_for(rep), f"/deals/{deal.pk}/stage/"
        assert client.post(address, {"stage": stages["approval"].pk})["Location"] == f"/acme/deals/{deal.pk}/"
        page = text(client.post(address, {"stage": stages["lost"].pk}))
        assert "Too expensive" in page
        assert client.post(address, {"stage": stages["lost"].pk, "answered": 1, "reason": reason.pk}).status_code == 302
        deal.refresh_from_db()
        assert deal.status == Deal.Status.LOST

    def test_a_closed_deal_stays_and_says_why(self, client_for, rep, deal, stages):
        win(deal, by=rep)
        response = move(client_for(rep), deal, stages["approval"])
        assert response.status_code == 422
        assert "Somebody closed this deal" in response["HX-Trigger"]

    @pytest.mark.parametrize("stage", ["", "x", "999999"])
    def test_an_unknown_stage_is_not_found(self, client_for, rep, deal, stage):
        assert client_for(rep).post(f"/deals/{deal.pk}/stage/", {"stage": stage}).status_code == 404

    def test_another_workspaces_stage_is_not_found(self, client_for, rep, deal, zenith_seats):
        zenith, outsider = zenith_seats
        with out_of_scope(), tenant_scope(zenith):
            foreign = make.pipeline(by=outsider).stages.first().pk
        assert client_for(rep).post(f"/deals/{deal.pk}/stage/", {"stage": foreign}).status_code == 404

    def test_undo_opens_the_deal_again(self, client_for, rep, deal):
        win(deal, by=rep)
        response = client_for(rep).post(f"/deals/{deal.pk}/reopening/", **htmx("", "/deals/?view=mine"))
        assert response["HX-Redirect"] == "/acme/deals/"
        deal.refresh_from_db()
        assert deal.is_open


class TestPage:
    def test_it_shows_the_path_and_the_facts(self, client_for, rep, deal, stages):
        page = text(client_for(rep).get(f"/deals/{deal.pk}/"))
        assert 'class="wl-step is-now" aria-current="step"' in page
        assert f'name="stage" value="{stages["approval"].pk}"' in page
        assert f"/deals/{deal.pk}/stage/?stage={stages['lost'].pk}" in page
        assert "opened the deal" in page

    def test_documents_and_files_stand_there_once(self, client_for, rep, deal):
        page = text(client_for(rep).get(f"/deals/{deal.pk}/"))
        assert (page.count('id="documents"'), page.count('id="files"')) == (1, 1)

    def test_one_way_to_write_is_open(self, client_for, rep, deal):
        page = text(client_for(rep).get(f"/deals/{deal.pk}/"))
        assert page.count('role="tab" class="active"') == page.count('class="tab-pane show active"') == 1

    @pytest.mark.parametrize(("digits", "written"), [("latn", "12345"), ("arabext", "۱۲۳۴۵")])
    def test_its_number_is_a_code(self, client_for, rep, deal, digits, written):
        Deal.objects.update(number=12_345)
        rep.digits = digits
        rep.save()
        assert f"<bdi>{written}</bdi>" in text(client_for(rep).get(f"/deals/{deal.pk}/"))

    def test_a_won_deal_can_be_reopened_there(self, client_for, rep, deal):
        win(deal, by=rep)
        page = text(client_for(rep).get(f"/deals/{deal.pk}/"))
        assert f'action="/acme/deals/{deal.pk}/reopening/"' in page
        assert 'class="wl-step is-now"' not in page

    def test_a_customer_out_of_sight_is_named_without_a_link(self, client_for, owner, rep, pipeline):
        person = make.contact("Noura", by=owner)
        deal = make.deal(by=owner, owner=rep, contact=person)
        page = text(client_for(rep).get(f"/deals/{deal.pk}/"))
        assert "Noura" in page
        assert f"/people/{person.pk}/" not in page

    def test_a_fact_is_changed_where_it_stands(self, client_for, rep, deal):
        client = client_for(rep)
        address = f"/deals/{deal.pk}/facts/amount_minor/"
        assert "48,500" in text(client.get(address, **htmx("")))
        assert "£50,000.50" in text(client.post(address, {"amount_minor": "٥٠٬٠٠٠٫٥٠"}, **htmx("")))

    def test_the_table_lists_open_and_closed(self, client_for, rep, deal, reason):
        win(make.deal(by=rep, title="Sold"), by=rep)
        page = text(client_for(rep).get("/deals/table/"))
        assert "Villa, 14 windows" in page
        assert "Sold" in page
        assert "Sold" not in text(client_for(rep).get("/deals/table/?status=0"))

    def test_the_table_costs_the_same_for_any_number(self, client_for, rep, deal, django_assert_max_num_queries):
        client = client_for(rep)
        client.get("/deals/table/")
        for _ in range(8):
            make.deal(by=rep, contact=make.contact("Noura", by=rep))
        with django_assert_max_num_queries(20):
            client.get("/deals/table/")

    def test_it_is_found_by_title_and_number(self, client_for, rep, deal):
        for words in ("villa", "windows 14"):
            assert "Villa, 14 windows" in text(client_for(rep).get(f"/deals/table/?q={words}"))

    def test_a_customers_page_shows_their_deals(self, client_for, rep, pipeline):
        person = make.contact("Noura", by=rep)
        make.deal(by=rep, title="Balcony", contact=person)
        page = text(client_for(rep).get(f"/people/{person.pk}/"))
        assert "Balcony" in page
        assert f"/deals/new/?contact={person.pk}" in page


def test_filters_are_drawn_for_whom_the_reason_of_loss_is_hidden(client_for, rep, deal):
    rep.role.fields = {"deal": {"loss_reason": "hidden"}}
    rep.role.save()
    answer = client_for(rep).get("/deals/table/?filters=1", headers={"hx-request": "true", "hx-target": "filter-form"})
    assert answer.status_code == 200 and "lost_for" not in answer.content.decode()

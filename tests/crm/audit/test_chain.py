"""The chain: sealed in order whatever the order of commits, and broken by any hand that touches it."""

import hashlib
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from crm.audit import chain, tasks
from crm.audit.actions import note
from crm.audit.models import Entry
from crm.tenants.scope import tenant_scope
from tests.conftest import out_of_scope
from tests.crm.audit.hands import as_owner, unguarded


@pytest.fixture
def trail(owner):
    """Five sealed acts; what the making of the workspace left stands before them."""
    for number in range(5):
        note(owner, "search.done", data={"text": f"سجل {number}", "count": number, "b": None, "a": [1, "x"]})
    chain.seal()
    return list(Entry.objects.filter(action="search.done").order_by("number"))


def audit(act, **options):
    """(what the command says, what it complains of); raises CommandError as it does."""
    out, err = io.StringIO(), io.StringIO()
    with out_of_scope():
        call_command("audit", act, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def faults():
    return chain.verify().faults


class TestSealing:
    def test_numbers_run_from_one_without_gaps(self, trail):
        numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert chain.verify().head == (len(numbers), Entry.objects.get(number=len(numbers)).hash)

    def test_each_workspace_has_a_chain_of_its_own(self, trail, zenith):
        chain.seal()
        with out_of_scope(), tenant_scope(zenith):
            assert chain.verify().count and Entry.objects.get(number=1).previous == chain.START
            assert faults() == []

    def test_a_row_that_comes_late_gets_the_next_number(self, trail, owner):
        head = chain.verify().head[0]
        note(owner, "record.opened")
        late = Entry.objects.order_by("pk").last()
        chain.seal()
        late.refresh_from_db()
        assert (late.number, faults()) == (head + 1, [])

    def test_sealing_again_changes_nothing(self, trail):
        before = chain.verify().head
        assert chain.seal() == []
        assert chain.verify().head == before

    def test_only_so_many_at_once(self, owner):
        chain.seal()
        for _ in range(3):
            note(owner, "record.opened")
        chain.seal(most=2)
        assert Entry.objects.filter(hash=None).count() == 1
        chain.seal(most=2)
        assert faults() == []

    def test_the_hash_can_be_computed_by_anybody(self, trail, acme):
        """From nothing but an exported entry and the words of the documentation."""
        entry = trail[2]
        data = dict(sorted(entry.data.items(), key=lambda item: (len(item[0].encode()), item[0])))
        text = json.dumps(
            [entry.number, acme.pk, entry.pk, entry.at.strftime("%Y-%m-%dT%H:%M:%S.%f"), entry.actor_kind,
             entry.actor_id, entry.actor_name, entry.action, entry.record_type, entry.record_id, entry.address,
             entry.request_id, data],
            ensure_ascii=False,
        )  # fmt: skip
        assert hashlib.sha256((entry.previous + text).encode()).hexdigest() == entry.hash

    def test_the_task_seals_without_a_workspace(self, owner):
        note(owner, "record.opened")
        with out_of_scope():
            tasks.seal()
        assert not Entry.objects.filter(hash=None).exists()

    def test_the_heads_are_published_in_the_log(self, trail, acme, caplog):
        with out_of_scope(), caplog.at_level("INFO", logger="wasl.audit"):
            tasks.publish_heads()
        number, found = chain.verify().head
        assert f"audit head of workspace {acme.pk}: {number}:{found}" in caplog.text


TAMPERING = {
    "was altered": "UPDATE audit_entry SET actor_name = 'Nobody' WHERE id = {id}",
    "altered": "UPDATE audit_entry SET at = at - interval '1 second' WHERE id = {id}",
    "are missing": "DELETE FROM audit_entry WHERE id = {id}",
    "does not follow": (
        "UPDATE audit_entry SET data = '{{}}' WHERE id = {id};"
        "UPDATE audit_entry SET hash = audit_hash(audit_entry, number, previous) WHERE id = {id}"
    ),
}


class TestTampering:
    @pytest.mark.parametrize("words", TAMPERING)
    def test_it_is_found(self, trail, words):
        assert faults() == []
        with unguarded() as cursor:
            cursor.execute(TAMPERING[words].format(id=trail[2].pk))
        assert any(words in fault for fault in faults())

    def test_two_entries_that_changed_places_are_found(self, trail):
        first, second = trail[1], trail[2]
        with unguarded() as cursor:
            for pk, number in ((first.pk, 10**6), (second.pk, first.number), (first.pk, second.number)):
                cursor.execute("UPDATE audit_entry SET number = %s WHERE id = %s", [number, pk])
        assert any("altered" in fault for fault in faults())

    def test_an_entry_slipped_in_between_is_found(self, trail, acme):
        with unguarded() as cursor:
            cursor.execute(
                "INSERT INTO audit_entry (tenant_id, actor_kind, actor_name, action, record_type, request_id, data, "
                "number, previous, hash) SELECT tenant_id, actor_kind, 'X', action, record_type, request_id, data, "
                "max(number) + 1, %s, %s FROM audit_entry WHERE tenant_id = %s AND id = %s GROUP BY 1, 2, 4, 5, 6, 7",
                ["0" * 64, "1" * 64, acme.pk, trail[-1].pk],
            )
        assert any("does not follow" in fault for fault in faults())

    def test_a_beginning_that_is_gone_is_found(self, trail):
        with unguarded() as cursor:
            cursor.execute("DELETE FROM audit_entry WHERE number = 1 AND tenant_id = %s", [trail[0].tenant_id])
        assert "the trail begins at 2, and nothing vouches for what stood before it" in faults()

    def test_an_end_that_is_gone_is_found_by_whoever_kept_the_head(self, trail):
        head = chain.verify().head
        with unguarded() as cursor:
            cursor.execute("DELETE FROM audit_entry WHERE id = %s", [trail[-1].pk])
        assert faults() == []  # a chain alone cannot know
        assert "the end of the trail was cut off" in chain.verify([head]).faults[0]

    def test_a_trail_written_anew_is_found_by_whoever_kept_the_head(self, trail, acme):
        head = chain.verify().head
        with unguarded() as cursor:
            cursor.execute(
                "UPDATE audit_entry SET number = NULL, previous = NULL, hash = NULL WHERE tenant_id = %s", [acme.pk]
            )
            cursor.execute("UPDATE audit_entry SET actor_name = 'Nobody' WHERE id = %s", [trail[0].pk])
        chain.seal()
        assert faults() == []
        assert "the trail was written anew" in chain.verify([head]).faults[0]

    def test_a_sealer_that_stands_still_is_found(self, trail, owner):
        note(owner, "record.opened")
        late = Entry.objects.order_by("pk").last()
        with unguarded() as cursor:
            cursor.execute("UPDATE audit_entry SET at = at - interval '1 hour' WHERE id = %s", [late.pk])
        assert "1 entries have been waiting" in faults()[0]

    def test_very_many_faults_are_not_all_told(self, owner):
        for _ in range(30):
            note(owner, "record.opened")
        chain.seal()
        with unguarded() as cursor:
            cursor.execute("UPDATE audit_entry SET actor_name = 'Nobody'")
        assert faults()[-1] == "… and more" and len(faults()) == chain.MOST_FAULTS + 1


class TestTheCommand:
    def test_a_whole_trail_is_ok(self, trail):
        said, complaints = audit("verify")
        assert "acme: " in said and said.count(": ok") == 1 and not complaints

    def test_a_broken_one_ends_with_an_error_that_names_it(self, trail):
        with unguarded() as cursor:
            cursor.execute("UPDATE audit_entry SET actor_name = 'Nobody' WHERE id = %s", [trail[0].pk])
        with pytest.raises(CommandError, match="1 of 1 workspaces"):
            audit("verify", workspace="acme")

    def test_it_takes_the_heads_that_it_printed(self, trail):
        heads = audit("heads")[0].split()
        assert heads[0].startswith("acme:") and audit("verify", head=heads)[0]
        with pytest.raises(CommandError, match="cannot be trusted"):
            audit("verify", head=[f"acme:10000:{'0' * 64}"])

    @pytest.mark.parametrize("head", ["acme:1", "nowhere:1:" + "0" * 64, "acme:x:" + "0" * 64, "acme:1:abc"])
    def test_a_head_that_is_none_is_refused(self, trail, head):
        with pytest.raises(CommandError, match="is not slug:number:hash"):
            audit("verify", head=[head])

    def test_an_unknown_workspace_is_refused(self, db):
        with pytest.raises(CommandError, match="no workspace"):
            audit("verify", workspace="nowhere")

    def test_it_seals(self, owner):
        assert "1 workspaces" in audit("seal")[0]


class TestRetention:
    @pytest.fixture
    def aged(self, trail, acme):
        """The first three of the trail's entries are two years old, with seals that fit."""
        with unguarded() as cursor:
            cursor.execute(
                "UPDATE audit_entry SET number = NULL, previous = NULL, hash = NULL WHERE tenant_id = %s", [acme.pk]
            )
            cursor.execute(
                "UPDATE audit_entry SET at = at - interval '2 years' WHERE tenant_id = %s AND id <= %s",
                [acme.pk, trail[2].pk],
            )
        chain.seal()
        return trail

    def prune(self, acme):
        with as_owner() as cursor:
            cursor.execute("SELECT audit_prune(%s, now() - interval '1 year')", [acme.pk])
            (gone,) = cursor.fetchone()
        chain.seal()
        return gone

    def test_what_is_too_old_goes_and_the_rest_still_proves_itself(self, aged, acme):
        assert self.prune(acme) == aged[2].number
        assert faults() == []
        assert Entry.objects.get(action="audit.pruned").data["count"] == aged[2].number

    def test_the_newest_seal_always_stays(self, aged, acme):
        with unguarded() as cursor:
            cursor.execute("UPDATE audit_entry SET at = '2001-01-01' WHERE tenant_id = %s", [acme.pk])
        head = Entry.objects.order_by("-number").first()
        self.prune(acme)
        assert Entry.objects.filter(pk=head.pk).exists()

    def test_a_young_trail_loses_nothing(self, trail, acme):
        assert self.prune(acme) == 0 and not Entry.objects.filter(action="audit.pruned").exists()

    def test_afterwards_the_guard_stands_again(self, aged, acme):
        self.prune(acme)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('crm.audit_retention', true)")
            assert not cursor.fetchone()[0]

    def test_it_asks_for_a_day(self, trail):
        with pytest.raises(CommandError, match="--before"):
            audit("prune", workspace="acme")

"""Packs beside what a workspace already has, and what they leave alone."""

import pytest

from crm.access.actions import define_function
from crm.access.models import Function
from crm.packs.apply import PACKS, apply
from crm.tenants.scope import tenant_scope
from sales.pipelines.actions import rename_pipeline
from sales.pipelines.models import LossReason, Pipeline, Stage
from sales.pipelines.queries import default_pipeline
from sales.playbooks.actions import save_playbook
from sales.playbooks.queries import steps_of
from tests.conftest import out_of_scope


def test_a_second_pack_stands_beside_the_first(owner):
    first = apply("windows", "en", by=owner)
    second = apply("general", "en", by=owner)
    assert default_pipeline() == first
    assert [pipeline.key for pipeline in Pipeline.objects.all()] == ["windows", "general"]
    assert first.stages.count() == 7
    assert second.stages.filter(kind=Stage.Kind.OPEN).count() == len(PACKS["general"].stages)


def test_what_was_made_of_a_pack_stays_when_it_is_applied_again(owner):
    pipeline = apply("windows", "en", by=owner)
    rename_pipeline(pipeline, name="Ours", names={}, by=owner)
    stage = pipeline.stages.get(key="approval")
    save_playbook(stage, steps=[], by=owner)
    apply("windows", "fa", by=owner)
    assert Pipeline.objects.get().name == "Ours"
    assert not steps_of(stage).exists()


def test_a_function_that_the_workspace_has_keeps_its_name(owner):
    define_function(key="surveyor", name="Measurer")
    apply("windows", "en", by=owner)
    assert Function.objects.get(key="surveyor").name == "Measurer"


def test_a_pack_that_is_not_there_is_a_mistake_and_leaves_nothing(owner):
    with pytest.raises(KeyError):
        apply("bakery", "en", by=owner)
    assert not Pipeline.objects.exists()


def test_a_pack_reaches_no_other_firm(owner, outsider):
    apply("windows", "en", by=owner)
    with out_of_scope(), tenant_scope(outsider.tenant):
        assert not Pipeline.objects.exists()
        assert not LossReason.objects.exists()
        assert not Function.objects.exists()

"""Giving a workspace its starter: a pipeline, its playbook, the papers and the functions that they need."""

from django.db import transaction

from crm.access.actions import define_function, give_functions
from crm.access.teams import members_with
from crm.documents.actions import create_template
from crm.documents.shipped import read_bodies
from crm.events.actors import System
from crm.packs.general import GENERAL
from crm.packs.windows import WINDOWS
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import current_tenant_id
from sales.pipelines.actions import add_loss_reason, add_stage, create_pipeline
from sales.pipelines.models import Pipeline
from sales.playbooks.actions import save_playbook

PACKS = {pack.key: pack for pack in (WINDOWS, GENERAL)}


def consume(event):
    """A workspace that has just been opened gets the starter it asked for, else the general one."""
    if event.kind != "workspace.opened":
        return
    pack = PACKS.get(event.data.get("pack"), GENERAL)
    language = Tenant.objects.values_list("language", flat=True).get(pk=current_tenant_id())
    apply(pack, language, by=System(kind="system", name=pack.name[language]))
    _lend_a_hand(Member.objects.get(pk=event.actor_id), pack)


@transaction.atomic
def apply(pack, language, *, by):
    """Give the scope's workspace all that the pack (or its key) holds, named in `language` and translated into the
    others. Returns the Pipeline; the second time it changes nothing, whatever has been made of the first."""
    pack = PACKS[pack] if isinstance(pack, str) else pack
    if found := Pipeline.objects.filter(key=pack.key).first():
        return found
    for key, names in pack.functions.items():
        define_function(key=key, **_named(names, language))
    ends = {"won": _named(pack.won, language), "lost": _named(pack.lost, language)}
    pipeline = create_pipeline(key=pack.key, by=by, **ends, **_named(pack.pipeline, language))
    for names in pack.reasons:
        add_loss_reason(by=by, **_named(names, language))
    papers = {paper.key: _write(paper, language, by) for paper in pack.papers}
    for plan in pack.stages:
        _build(pipeline, plan, papers, language, by)
    return pipeline


def _named(names, language):
    return {"name": names[language], "names": names}


def _write(paper, language, by):
    """The id of the template made of the paper; the workspace's own language stands first in it."""
    bodies = read_bodies(paper.folder)
    own_first = {language: bodies[language], **bodies}
    return create_template(record_type="deal", bodies=own_first, by=by, **_named(paper.name, language)).pk


def _build(pipeline, plan, papers, language, by):
    stage = add_stage(
        pipeline, key=plan.key, probability=plan.probability, ageing_days=plan.ageing_days, asks=plan.asks, by=by,
        **_named(plan.name, language),
    )  # fmt: skip
    steps = [
        (kind, params | {"template": papers[params["template"]]} if "template" in params else params)
        for kind, params in plan.playbook
    ]
    if steps:
        save_playbook(stage, steps=steps, by=by)


def _lend_a_hand(owner, pack):
    """Until somebody is hired for them, the founder does the pack's functions, so that no playbook stands still."""
    missing = [key for key in pack.functions if not members_with(key).exists()]
    if missing:
        give_functions(owner, [*owner.functions, *missing])

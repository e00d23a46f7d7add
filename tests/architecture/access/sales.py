"""Deals are their owners', by role; pipelines and playbooks are for who runs the workspace.

The deal is the rep's: the agent, who sees his own only, does not find it; the reader reads it.
"""

from crm.access.sharing import share
from crm.records import actions
from sales.deals.actions import win
from sales.pipelines.models import LossReason
from sales.playbooks.actions import add_step
from sales.playbooks.queries import steps_of
from tests import make
from tests.architecture.access import Row

SEEN = {"agent": 404}
EDITED = {"agent": 404, "reader": 403}
SAVED = {"owner": 302, "manager": 302, "rep": 302, "agent": 404, "reader": 403}
SETTINGS = {"owner": 200, "manager": 403, "rep": 403, "agent": 403, "reader": 403}
SET = SETTINGS | {"owner": 302}


def deal(cast):
    return (make.deal(by=cast.owner, owner=cast.rep).pk,)


def shared(cast):
    made = make.deal(by=cast.owner, owner=cast.rep)
    share(made, cast.reader)
    return (made.pk,)


def with_the_reader(cast, args):
    return {"whom": f"member-{cast.reader.pk}", "level": "see"}


def won(cast):
    made = make.deal(by=cast.owner, owner=cast.rep)
    win(made, by=cast.rep)
    return (made.pk,)


def deleted(cast):
    made = make.deal(by=cast.owner, owner=cast.rep)
    actions.delete(made, by=cast.rep)
    return (made.pk,)


def fact(cast):
    return (*deal(cast), "source")


def pipeline(cast):
    return (make.pipeline(by=cast.owner).pk,)


def stage(cast):
    return (make.pipeline(by=cast.owner).stages.get(key="approval").pk,)


def new_step(cast):
    return (*stage(cast), "notify")


def step(cast):
    place = make.pipeline(by=cast.owner).stages.get(key="approval")
    add_step(place, kind="notify", params={"recipient": "owner", "text": "Hello"}, by=cast.owner)
    return (place.pk, steps_of(place).get().pk)


def reason(cast):
    make.pipeline(by=cast.owner)
    return (LossReason.objects.first().pk,)


def valid(cast, args):
    place = make.pipeline(by=cast.owner)
    return {"title": "Villa", "currency": "GBP", "stage": place.stages.get(key="approval").pk}


def approval(cast, args):
    return {"stage": make.deal(by=cast.rep).pipeline.stages.get(key="approval").pk}


def bulk(verb):
    return lambda cast: (verb,)


def chosen(cast, args):
    return {"ids": list(deal(cast))}


DEALS = [
    Row(url="sales:deal_board"),
    Row(url="sales:deal_list"),
    Row(url="sales:deal_column", args=stage, data=lambda cast, args: {"after": "1-1"}),
    Row(url="sales:deal_create", reader=403),
    Row(url="sales:deal_create", method="post", data=valid, **SAVED | {"agent": 302}),
    Row(url="sales:deal", args=deal, **SEEN),
    Row(url="sales:deal_timeline", args=deal, **SEEN),
    Row(url="sales:deal_access", args=deal, **SEEN),
    Row(url="sales:deal_share", method="post", args=deal, data=with_the_reader, **SAVED),
    Row(url="sales:deal_unshare", method="post", args=shared, data=with_the_reader, **SAVED),
    Row(url="sales:deal_edit", args=deal, **EDITED),
    Row(url="sales:deal_edit", method="post", args=deal, data=valid, **SAVED),
    Row(url="sales:deal_fact", args=fact, **SAVED),
    Row(url="sales:deal_fact", method="post", args=fact, data=lambda cast, args: {"source": "Fair"}, **SAVED),
    Row(url="sales:deal_stage", args=deal, data=approval, **EDITED),
    Row(url="sales:deal_stage", method="post", args=deal, data=approval, **SAVED),
    Row(url="sales:deal_reopening", method="post", args=won, **SAVED),
    Row(url="sales:deal_delete", method="post", args=deal, **SAVED),
    Row(url="sales:deal_restore", method="post", args=deleted, **SAVED | {"reader": 404}),
    Row(url="sales:deal_bulk", args=bulk("assign"), data=chosen, rep=403, agent=403, reader=403),
    Row(url="sales:deal_bulk", args=bulk("delete"), data=chosen, agent=403, reader=403),
]
PIPELINES = [
    Row(url="sales:pipeline_list", **SETTINGS),
    Row(url="sales:pipeline_create", **SETTINGS),
    Row(url="sales:pipeline_create", method="post", **SETTINGS | {"owner": 422}),
    Row(url="sales:pipeline_settings", args=pipeline, **SETTINGS),
    Row(url="sales:pipeline_settings", method="post", args=pipeline, **SETTINGS | {"owner": 422}),
    Row(url="sales:pipeline_rename", args=pipeline, **SETTINGS),
    Row(url="sales:pipeline_rename", method="post", args=pipeline, data=lambda *_: {"name": "Doors"}, **SET),
    Row(url="sales:stage_order", method="post", args=pipeline, **SET),
    Row(url="sales:stage_create", args=pipeline, **SETTINGS),
    Row(url="sales:stage_create", method="post", args=pipeline, **SETTINGS | {"owner": 422}),
    Row(url="sales:stage", args=stage, **SETTINGS),
    Row(url="sales:stage_edit", args=stage, **SETTINGS),
    Row(url="sales:stage_edit", method="post", args=stage, **SETTINGS | {"owner": 422}),
    Row(url="sales:stage_retirement", args=stage, **SETTINGS),
    Row(url="sales:stage_retirement", method="post", args=stage, **SET),
    Row(url="sales:stage_restoration", method="post", args=stage, **SET),
    Row(url="sales:step_create", args=new_step, **SETTINGS),
    Row(url="sales:step_create", method="post", args=new_step, **SETTINGS | {"owner": 422}),
    Row(url="sales:step_edit", args=step, **SETTINGS),
    Row(url="sales:step_edit", method="post", args=step, **SETTINGS | {"owner": 422}),
    Row(url="sales:step_removal", method="post", args=step, **SET),
    Row(url="sales:loss_reason_create", **SETTINGS),
    Row(url="sales:loss_reason_create", method="post", **SETTINGS | {"owner": 422}),
    Row(url="sales:loss_reason", args=reason, **SETTINGS),
    Row(url="sales:loss_reason", method="post", args=reason, data=lambda *_: {"name": "Price"}, **SET),
    Row(url="sales:loss_reason_retirement", method="post", args=reason, **SET),
]
ROWS = [*DEALS, *PIPELINES]

"""A stage's playbook is the automation rules that ask for nothing but the stage: {"after": its id}."""

from crm.automation.models import Rule, Step
from sales.pipelines.models import Stage

# What it means to enter a stage. A deal that is reopened goes back, so nothing begins anew.
ENTERED_BY = {
    Stage.Kind.OPEN: ("deal.stage_changed", "deal.opened"),
    Stage.Kind.WON: ("deal.won",),
    Stage.Kind.LOST: ("deal.lost",),
}


def rule_of(stage, event_kind):
    """The rule by which one event kind sets the playbook off, or None."""
    return Rule.objects.filter(event_kind=event_kind, match={"after": stage.pk}).first()


def steps_of(stage):
    """What happens when a deal enters the stage, in order."""
    return Step.objects.filter(rule__event_kind=ENTERED_BY[stage.kind][0], rule__match={"after": stage.pk})


def called(rules):
    """{id of a rule: its pipeline and stage, as their reader calls them}, of the rules that are playbooks."""
    entered = {rule.pk: rule.match["after"] for rule in rules if set(rule.match) == {"after"}}
    stages = Stage.objects.select_related("pipeline").in_bulk(set(entered.values()))
    return {pk: f"{stages[after].pipeline}: {stages[after]}" for pk, after in entered.items() if after in stages}


def playbooks(stages):
    """{stage id: its steps, in order}, for many stages in one statement."""
    kinds = {ENTERED_BY[stage.kind][0] for stage in stages}
    found = {stage.pk: [] for stage in stages}
    matches = [{"after": stage.pk} for stage in stages]
    for step in Step.objects.filter(rule__event_kind__in=kinds, rule__match__in=matches).select_related("rule"):
        found[step.rule.match["after"]].append(step)
    return found

"""Whose turn it is, and what came in."""

from django.db.models import Count, Max, Q

from crm.tenants.models import Member
from marketing.webforms.models import WebForm


def forms_with_counts():
    """All forms, each with `accepted`, `waiting`, `spam` and `latest`."""
    states = {
        name: Count("submissions", filter=Q(submissions__state=state))
        for name, state in (("accepted", "accepted"), ("waiting", "new"), ("spam", "spam"))
    }
    return WebForm.objects.annotate(**states, latest=Max("submissions__received_at")).select_related("team")


def submissions_of(form, *, before=""):
    """Newest first, with the person and the deal each became; `before` is the id of the last one already shown."""
    rows = form.submissions.select_related("contact", "deal").order_by("-pk")
    is_id = before.isascii() and before.isdecimal() and len(before) < 19
    return rows.filter(pk__lt=int(before)) if is_id else rows


def sellers(form):
    """Who takes turns: the reps of the form's team, else all of the team but those who only read. Where the form names
    no team, or nobody of it is left to answer, the same of the whole workspace: a request always finds somebody."""
    members = Member.objects.filter(active=True).exclude(role__key="reader").order_by("pk")
    of_team = members.filter(team_id=form.team_id) if form.team_id else members
    return list(of_team.filter(role__key="rep")) or list(of_team) or _of_workspace(members)


def _of_workspace(members):
    return list(members.filter(role__key="rep")) or list(members)


def next_owner(form):
    """The seller after the form's last one, in the order they joined. Call with the form's row locked."""
    turn = sellers(form)
    after_last = [member for member in turn if form.last_owner_id and member.pk > form.last_owner_id]
    return (after_last or turn or [None])[0]

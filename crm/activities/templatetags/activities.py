from django import template

from crm.activities.composer import composers
from crm.activities.drawing import Look, render_lines

register = template.Library()


@register.simple_tag(takes_context=True)
def composers_on(context, record):
    """The composer's tabs for a record's page; empty when the reader may only read."""
    return composers(record, context["member"])


@register.simple_tag(takes_context=True)
def task_rows(context, lines, **look):
    """The rows of a table of tasks, of agenda.Lines; for what they show see drawing.Look."""
    return render_lines(lines, context["csrf_token"], Look(**look))

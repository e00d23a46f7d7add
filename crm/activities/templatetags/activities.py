from django import template

from crm.activities.composer import composers

register = template.Library()


@register.simple_tag(takes_context=True)
def composers_on(context, record):
    """The composer's tabs for a record's page; empty when the reader may only read."""
    return composers(record, context["member"])

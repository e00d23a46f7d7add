"""{% marked text asked %}: the text, with what was asked for marked in it."""

from django import template

from crm.search.marking import marked

register = template.Library()
register.simple_tag(marked)

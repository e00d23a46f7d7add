import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

from crm.setup.accounts.company import company_name

register = template.Library()


@register.filter
def as_json(value):
    """For a data attribute: the policy allows no script in the page to carry it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def company_account():
    """The name of the configured company account, "" when it has none; None when no provider is configured."""
    return company_name()

from django.db.models import BigIntegerField, Func


class CurrentTenant(Func):
    """The tenant of the open scope as the database sees it; NULL, and so refused, outside one."""

    template = "NULLIF(current_setting('crm.tenant', true), '')::bigint"
    output_field = BigIntegerField()
    arity = 0
    allowed_default = True

"""The workspace's own count of its deals."""

from django.db import connection

from crm.tenants.scope import current_tenant_id

TAKE = """
    INSERT INTO sales_dealnumber AS counter (tenant_id, last) VALUES (%(tenant)s, %(count)s)
    ON CONFLICT (tenant_id) DO UPDATE SET last = counter.last + %(count)s RETURNING last
"""


def take_numbers(count=1):
    """The next `count` numbers, as a range. The counter's row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"tenant": current_tenant_id(), "count": count})
        [last] = cursor.fetchone()
    return range(last - count + 1, last + 1)

"""Numbers without gaps."""

from django.db import connection

from crm.tenants.scope import current_tenant_id


def take_number(key):
    """The next number of the workspace's counter `key`, from 1.

    The counter's row stays locked until the transaction ends, so takers go one after the other, and a number taken
    in a transaction that is rolled back is given to the next.
    """
    sql = """
        INSERT INTO documents_counter AS counter (tenant_id, key, last) VALUES (%s, %s, 1)
        ON CONFLICT (tenant_id, key) DO UPDATE SET last = counter.last + 1
        RETURNING last
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_tenant_id(), key])
        return cursor.fetchone()[0]

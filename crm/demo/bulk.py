"""Filling one workspace with very many people, fast: sets of rows made by the database itself, as the plain role.

For measuring and for trying out. The rows are lawful (they pass every key and policy) but have no past; the sample
firms, who have one, are told through actions (story.py).
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from django.db import connection, connections

from contacts.models import Company, Contact, ContactPoint
from crm.activities.models import Task
from crm.events.models import Event, EventLink
from crm.tenants.scope import tenant_scope
from sales.models import Deal, StageEntry

GIVEN = ("محمد فاطمة أحمد نورة عبدالله ريم خالد سارة علی مریم رضا زهرا حسین نرگس پویا کاوه ژاله گلناز "
         "James Olivia Daniel Emma George Amelia Noah Grace Łukasz José").split()  # fmt: skip
FAMILY = ("الحربي العتيبي القحطاني الدوسري المطيري الغامدي کریمی حسینی احمدی موسوی رستمی توکلی پاک‌نژاد "
          "Holloway Whitfield Harcourt Brooks Bennett Carter Hughes Walsh Ostbapel").split()  # fmt: skip
CITIES = "Riyadh Jeddah Dammam تهران اصفهان شیراز کرج London Leeds Bristol".split()
SOURCES = "Website Referral Exhibition Instagram Walk-in".split()
REBUILT = (Company, Contact, ContactPoint, Deal, StageEntry, Task, Event, EventLink)
WORTH_REBUILDING = 50_000  # from here on it is faster to make the indexes anew than to feed them row by row
BATCH = 100_000
CONNECTIONS = 4  # that enter people at a time, for most of it is what the database makes of names

COMPANIES = """
    INSERT INTO contacts_company (tags, custom, created_at, updated_at, name, phone, email, website, address, city,
                                  industry, source, note, owner_id, team_id, last_activity_at)
    SELECT '{}', '{}', now() - i * interval '7 minutes', now(),
           (%(families)s::text[])[1 + i %% %(n_families)s] || ' ' || i, '', '', '', '',
           (%(cities)s::text[])[1 + i %% %(n_cities)s], '', '', '', (%(owners)s::bigint[])[1 + i %% %(n_owners)s],
           %(team)s, now() - i * interval '1 minute'
    FROM generate_series(%(first)s::int, %(last)s::int) i
"""
PEOPLE = """
    WITH made AS (
    INSERT INTO contacts_contact (tags, custom, created_at, updated_at, title, given_name, family_name, name, kind,
                                  phone, email, points_text, company_name, address, city, country, language, source,
                                  note, owner_id, team_id, last_activity_at)
    SELECT CASE WHEN i %% 7 = 0 THEN '{vip}'::text[] ELSE '{}' END, '{}', now() - i * interval '20 seconds', now(), '',
           given, family, given || ' ' || family || ' ' || i, (ARRAY['prospect','customer','partner'])[1 + i %% 3],
           '+44770' || lpad(i::text, 7, '0'), 'p' || i || '@mail.example', '', '', '',
           (%(cities)s::text[])[1 + i %% %(n_cities)s], '', '', (%(sources)s::text[])[1 + i %% %(n_sources)s], '',
           (%(owners)s::bigint[])[1 + (hashint4(i) & 2147483647) %% %(n_owners)s], %(team)s,
           now() - i * interval '13 seconds'
    FROM generate_series(%(first)s::int, %(last)s::int) i,
         LATERAL (SELECT (%(givens)s::text[])[1 + i %% %(n_givens)s] AS given,
                         (%(families)s::text[])[1 + (i / 7) %% %(n_families)s] AS family) names
    RETURNING id, phone, email)
    INSERT INTO contacts_contactpoint (contact_id, kind, value, label, position)
    SELECT id, points.kind, points.value, '', 0 FROM made,
           LATERAL (VALUES ('phone', phone), ('email', email)) points (kind, value)
"""
EVENTS = """
    WITH told AS (
        INSERT INTO events_event (kind, record_type, record_id, actor_kind, actor_id, actor_name, depth, data, at)
        SELECT 'contact.created', 'contact', id, 'member', owner_id, 'Demo', 0, '{}', created_at
        FROM contacts_contact, generate_series(1, 3) WHERE tenant_id = %(tenant)s AND id > %(after)s AND id %% 10 = 0
        RETURNING id, record_type, record_id)
    INSERT INTO events_eventlink (event_id, record_type, record_id) SELECT id, record_type, record_id FROM told
"""
DEALS = """
    INSERT INTO sales_deal (tags, custom, created_at, updated_at, number, title, service, contact_id, pipeline_id,
                            stage_id, stage_entered_at, max_stage_position, status, amount_minor, currency, source,
                            loss_note, owner_id, team_id, closed_at)
    SELECT '{}', '{}', at, now(), %(number)s + row_number() OVER (), 'Windows ' || i, 'Windows', c.id, %(pipeline)s,
           CASE WHEN open THEN (%(stages)s::bigint[])[1 + i %% %(n_stages)s] ELSE %(won)s END, at, 1,
           CASE WHEN open THEN 0 ELSE 1 END, 100000 + i * 37, %(currency)s, c.source, '', c.owner_id, c.team_id,
           CASE WHEN open THEN NULL ELSE now() - i * interval '1 minute' END
    FROM (SELECT id, owner_id, team_id, source, row_number() OVER (ORDER BY id) i FROM contacts_contact
          WHERE tenant_id = %(tenant)s ORDER BY id LIMIT %(deals)s) c,
         LATERAL (SELECT now() - i * interval '3 minutes' AS at, i <= %(open_deals)s AS open) d
"""
ENTRIES = """
    INSERT INTO sales_stageentry (deal_id, stage_id, entered_at)
    SELECT id, stage_id, stage_entered_at FROM sales_deal WHERE tenant_id = %(tenant)s AND id > %(after_deal)s
"""
TASKS = """
    INSERT INTO activities_task (tags, custom, created_at, updated_at, subject, body, kind, record_type, record_id,
                                 due_at, result, origin_kind, origin_name, owner_id, team_id)
    SELECT '{}', '{}', now(), now(), 'Call back', '', 'call', 'deal', id, now() + (id %% 20 - 5) * interval '1 day', '',
           'member', '', owner_id, team_id
    FROM sales_deal WHERE tenant_id = %(tenant)s AND id > %(after_deal)s AND status = 0 AND id %% 3 <> 0
"""


def fill(cursor, *, tenant, people, deals, open_deals, owners, team, pipeline, stages, won, number, say):
    """Insert `people` people, a twentieth as many companies, and `deals` deals of which `open_deals` are open.

    Runs in the tenant's scope on its cursor, but for the people: they are committed batch by batch. `say` is told of
    each step.
    """
    values = {
        "tenant": tenant.pk, "owners": owners, "n_owners": len(owners), "team": team, "currency": tenant.currency,
        "givens": GIVEN, "n_givens": len(GIVEN), "families": FAMILY, "n_families": len(FAMILY),
        "cities": CITIES, "n_cities": len(CITIES), "sources": SOURCES, "n_sources": len(SOURCES),
        "pipeline": pipeline, "stages": stages, "n_stages": len(stages), "won": won, "number": number,
        "deals": deals, "open_deals": open_deals,
        "after": _highest(cursor, Contact), "after_deal": _highest(cursor, Deal),
    }  # fmt: skip
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    batches = [{**values, "first": n, "last": min(n + BATCH - 1, people)} for n in range(1, people + 1, BATCH)]
    with ThreadPoolExecutor(min(os.cpu_count() or 1, CONNECTIONS)) as pool:
        for batch in pool.map(partial(_enter_people, tenant), batches):
            say(f"{batch['last']:,} people")
    cursor.execute(COMPANIES, {**values, "first": 1, "last": max(1, people // 20)})
    for sql in (EVENTS, DEALS, ENTRIES, TASKS):
        cursor.execute(sql, values)
        say(f"{cursor.rowcount:,} {sql.split('INSERT INTO')[-1].split()[0]}")


def _enter_people(tenant, batch):
    """A batch of them on a connection, and in a transaction, of its own."""
    try:
        with tenant_scope(tenant), connection.cursor() as cursor:
            cursor.execute(PEOPLE, batch)
    finally:
        connection.close()
    return batch


def _highest(cursor, model):
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {model._meta.db_table}")  # noqa: S608  # our own table name
    return cursor.fetchone()[0]


@contextmanager
def rebuilt(people, say):
    """No secondary indexes and no foreign keys of the tables inside the block, all of them again after it: a new row
    costs nothing but itself, and all are looked at together. As the owner; locks the tables."""
    if people < WORTH_REBUILDING:
        yield
        return
    tables = [model._meta.db_table for model in REBUILT]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        indexes, keys = _drop_indexes(cursor, tables), _drop_keys(cursor, tables)
    try:
        yield
    finally:
        with connections["owner"].cursor() as cursor:
            for name, definition in indexes:
                cursor.execute(definition)
                say(f"index {name}")
            for table, name, definition in keys:
                cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
                say(f"key {name}")


def _drop_indexes(cursor, tables):
    """[(name, how it is made)]. Those of custom fields stay: nothing enters them here, and making each anew would read
    all of its table."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint) AND indexname !~ '_cf_(num|date|txt)_'",
        [tables],
    )
    definitions = cursor.fetchall()
    for name, _definition in definitions:
        cursor.execute(f'DROP INDEX "{name}"')
    return definitions


def _drop_keys(cursor, tables):
    """[(table, name, how it is made)] of the foreign keys that the tables have into others."""
    cursor.execute(
        "SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint"
        " JOIN pg_class ON pg_class.oid = conrelid WHERE contype = 'f' AND relname = ANY(%s)",
        [tables],
    )
    definitions = cursor.fetchall()
    for table, name, _definition in definitions:
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    return definitions

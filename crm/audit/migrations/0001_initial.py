"""The audit trail's table, and what keeps it append-only."""

from pathlib import Path

import crm.tenants.base
import crm.tenants.operations
import django.db.models.functions.datetime
from django.db import migrations, models

APPEND_ONLY = Path(__file__).parent.parent / "sql" / "append_only.sql"
FUNCTIONS = "audit_guard(), audit_hash(audit_entry, bigint, text), audit_seal(integer), audit_heads(), audit_prune(bigint, timestamptz)"


def install(apps, schema_editor):
    schema_editor.execute(APPEND_ONLY.read_text(encoding="utf-8"), params=None)


def take_away(apps, schema_editor):
    schema_editor.execute(f"DROP TRIGGER audit_guard ON audit_entry; DROP FUNCTION {FUNCTIONS}", params=None)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0003_member_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.TextField(blank=True)),
                ('action', models.CharField(max_length=60)),
                ('record_type', models.CharField(blank=True, max_length=30)),
                ('record_id', models.BigIntegerField(null=True)),
                ('address', models.GenericIPAddressField(null=True)),
                ('request_id', models.CharField(blank=True, max_length=64)),
                ('data', models.JSONField(default=dict)),
                ('number', models.BigIntegerField(null=True)),
                ('previous', models.CharField(max_length=64, null=True)),
                ('hash', models.CharField(max_length=64, null=True)),
                ('tenant', crm.tenants.base.TenantField()),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['tenant', 'at', 'id'], name='auditentry_newest'), models.Index(fields=['tenant', 'actor_id', 'at', 'id'], name='auditentry_by_actor'), models.Index(fields=['tenant', 'action', 'at', 'id'], name='auditentry_by_action'), models.Index(fields=['tenant', 'record_type', 'record_id', 'at', 'id'], name='auditentry_by_record'), models.Index(condition=models.Q(('hash', None)), fields=['tenant', 'id'], name='auditentry_unsealed')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'number'), name='auditentry_number')],
            },
        ),
        crm.tenants.operations.TenantTable(
            name='entry',
        ),
        migrations.RunPython(install, take_away),
    ]

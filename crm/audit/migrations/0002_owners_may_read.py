"""The owner's role can do whatever there is: also the right that is new with the audit trail."""

from django.db import migrations

GIVE = """
    UPDATE access_role SET rights = rights || '["audit"]'::jsonb WHERE key = 'owner' AND NOT rights @> '["audit"]'::jsonb
"""
TAKE = "UPDATE access_role SET rights = rights - 'audit' WHERE rights @> '[\"audit\"]'::jsonb"


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0001_initial'),
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(GIVE, TAKE),
    ]

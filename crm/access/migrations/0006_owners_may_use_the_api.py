"""The owner's role can do whatever there is: also the right that is new with the API."""

from django.db import migrations

GIVE = """
    UPDATE access_role SET rights = rights || '["api"]'::jsonb WHERE key = 'owner' AND NOT rights @> '["api"]'::jsonb
"""
TAKE = "UPDATE access_role SET rights = rights - 'api' WHERE rights @> '[\"api\"]'::jsonb"


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0005_owners_may_purge'),
    ]

    operations = [
        migrations.RunSQL(GIVE, TAKE),
    ]

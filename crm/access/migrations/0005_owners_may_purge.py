"""The owner's role can do whatever there is: also the right that is new with the recycle bin."""

from django.db import migrations

GIVE = """
    UPDATE access_role SET rights = rights || '["purge"]'::jsonb WHERE key = 'owner' AND NOT rights @> '["purge"]'::jsonb
"""
TAKE = "UPDATE access_role SET rights = rights - 'purge' WHERE rights @> '[\"purge\"]'::jsonb"


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0004_team_tree_and_fields'),
    ]

    operations = [
        migrations.RunSQL(GIVE, TAKE),
    ]

"""People and companies can be sorted by a workspace's own fields."""

from django.db import migrations

from crm.records.operations import slots


class Migration(migrations.Migration):
    dependencies = [("contacts", "0008_names_in_the_other_script"), ("records", "0003_slots")]
    operations = [*slots("company", "contacts_company"), *slots("contact", "contacts_contact")]

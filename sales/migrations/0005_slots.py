"""Deals can be sorted by a workspace's own fields."""

from django.db import migrations

from crm.records.operations import slots


class Migration(migrations.Migration):
    dependencies = [("sales", "0004_custom_fields"), ("records", "0003_slots")]
    operations = slots("deal", "sales_deal")

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tenants", "0003_member_functions"),
    ]

    operations = [
        migrations.AddField(
            model_name="tenant",
            name="fiscal_start",
            field=models.CharField(blank=True, max_length=16),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_initial'),
        ('notify', '0001_initial'),
        ('tenants', '0003_member_functions'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='notification',
            name='notification_newest',
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['tenant', 'member', '-at', '-id'], name='notification_by_time'),
        ),
    ]

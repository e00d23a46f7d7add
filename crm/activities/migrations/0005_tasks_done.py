from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0007_names_by_language'),
        ('activities', '0004_tasks_by_turn'),
        ('tenants', '0010_custom_fields'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('deleted_at', None), ('done_at__isnull', False)), fields=['tenant', 'owner', 'done_at'], name='task_done'),
        ),
    ]

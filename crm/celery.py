"""The task application. Queues and the beat table live in settings."""

import gc
import os

from celery import Celery
from celery.signals import worker_process_init

from crm.runner import tasktrail

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

app = Celery("wasl")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
tasktrail.connect()


@worker_process_init.connect
def keep_what_is_loaded(**_given):
    """As crm.runner.gunicorn.pre_fork: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)

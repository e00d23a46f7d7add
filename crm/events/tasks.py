from celery import current_app

from crm.events import heartbeat, timers
from crm.tenants.jobs import system_task, tenant_task


@tenant_task
def fire(timer_id):
    timers.fire(timer_id)


@system_task
def sweep_timers():
    """Everything due that no worker holds: reminders whose time has come, and work that a crash left behind."""
    heartbeat.beat()
    for tenant_id, timer_id in timers.claim_due():
        current_app.send_task(timers.FIRE, (tenant_id, timer_id), ignore_result=True)

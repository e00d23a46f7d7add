import logging

from crm.backup import actions, erasing, queries, schedule
from crm.backup.models import Run
from crm.runner.faults import Fault
from crm.tenants.jobs import system_task

log = logging.getLogger("wasl.backup")
DO = {Run.Kind.BACKUP: actions.back_up, Run.Kind.PROOF: actions.prove}


@system_task
def keep_backups():
    """Whatever is due. A failure is a row that settings show, and a line in the log; it is tried again later."""
    queries.remember()
    for kind in schedule.due():
        try:
            DO[kind]()
        except actions.Busy:
            return
        except Fault as fault:
            log.warning("%s will be tried again: %s", kind, fault)


@system_task
def erase_workspaces():
    """Those whose days of grace are over."""
    erasing.erase_due()

"""A record that is deleted takes its open tasks along, and brings them back."""

from crm.activities.actions import cancel, plan
from crm.activities.queries import open_tasks
from crm.records.actions import delete, restore


def test_tasks_leave_with_their_record_and_come_back_with_it(task, person, rep, run_due, in_an_hour):
    dropped = plan(subject="Dropped by hand", due_at=in_an_hour, record=person, by=rep)
    cancel(dropped, by=rep)
    delete(person, by=rep)
    run_due()
    assert not open_tasks().exists()
    restore(person, by=rep)
    run_due()
    assert open_tasks().get() == task

import pytest

from crm.events.models import Timer
from tests.crm.events import work


@pytest.fixture(autouse=True)
def work_of_the_tests(settings):
    here = "tests.crm.events.work"
    settings.TIMERS = {
        "events.fan_out": settings.TIMERS["events.fan_out"],
        "test.work": f"{here}.handle",
        "test.itself": f"{here}.reschedule_itself",
    }
    settings.EVENT_CONSUMERS = [f"{here}.first", f"{here}.second", f"{here}.third"]
    work.reset()
    yield
    work.reset()


@pytest.fixture
def idle(acme):
    """The workspace with nothing left to do."""
    Timer.objects.all().delete()
    return acme

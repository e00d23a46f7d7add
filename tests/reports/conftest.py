import pytest

from tests import make
from tests.remembering import remembered


@pytest.fixture
@remembered
def pipeline(owner):
    return make.pipeline(by=owner)


@pytest.fixture
@remembered
def busy(pipeline, rep, other_rep, manager):
    """Deals, calls and tasks enough for every figure, of two reps of one team."""
    return make.busy_weeks(pipeline=pipeline, reps=[rep, other_rep])

import pytest

from tests import make


@pytest.fixture
def pipeline(owner):
    return make.pipeline(by=owner)


@pytest.fixture
def busy(pipeline, rep, other_rep, manager):
    """Deals, calls and tasks enough for every figure, of two reps of one team."""
    return make.busy_weeks(pipeline=pipeline, reps=[rep, other_rep])

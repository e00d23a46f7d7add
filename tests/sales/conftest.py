import pytest

from sales.pipelines.models import LossReason
from tests import make
from tests.remembering import remembered


@pytest.fixture
@remembered
def pipeline(owner):
    return make.pipeline(by=owner)


@pytest.fixture
def stages(pipeline):
    """The pipeline's stages by key."""
    return {stage.key: stage for stage in pipeline.stages.all()}


@pytest.fixture
def reason(pipeline):
    return LossReason.objects.get()


@pytest.fixture
def deal(pipeline, rep):
    return make.deal(by=rep, title="Villa, 14 windows", amount=48_500)

import pytest

from tests import make
from tests.marketing.make import web_form as make_form
from tests.remembering import remembered


@pytest.fixture
@remembered
def pipeline(owner):
    return make.pipeline(by=owner)


@pytest.fixture
@remembered
def web_form(owner, pipeline, team, rep):
    return make_form(by=owner, team=team)

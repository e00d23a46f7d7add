import pytest

from tests import make
from tests.marketing.make import web_form as make_form


@pytest.fixture
def pipeline(owner):
    return make.pipeline(by=owner)


@pytest.fixture
def web_form(owner, pipeline, team, rep):
    return make_form(by=owner, team=team)

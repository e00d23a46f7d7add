"""Web forms: shaping them is for who runs the workspace, filling one in is for everybody."""

from crm.setup.logo.actions import upload_logo
from tests import make
from tests.architecture.access import Row
from tests.crm.setup.pictures import uploaded
from tests.marketing.make import web_form

SETTINGS = {"owner": 200, "manager": 403, "rep": 403, "agent": 403, "reader": 403}


def _form(cast):
    return web_form(by=cast.owner, pipeline=make.pipeline(by=cast.owner))


def _pk(cast):
    return (_form(cast).pk,)


def _token(cast):
    return (_form(cast).token,)


def _logo(cast):
    form, logo = _form(cast), upload_logo(cast.owner.tenant, uploaded(), by=cast.owner)
    return (form.token, logo.mark)


ROWS = [
    Row(url="marketing:webform_list", **SETTINGS),
    Row(url="marketing:webform_create", **SETTINGS),
    Row(url="marketing:webform_create", method="post", **SETTINGS | {"owner": 422}),
    Row(url="marketing:webform", args=_pk, **SETTINGS),
    Row(url="marketing:webform_edit", args=_pk, **SETTINGS),
    Row(url="marketing:webform_edit", method="post", args=_pk, **SETTINGS | {"owner": 422}),
    Row(url="marketing:visit", args=_token, public=200),
    Row(url="marketing:form_logo", args=_logo, public=200),
    Row(url="marketing:visit", method="post", args=_token, public=422),
]

"""Factories of marketing."""

from itertools import count

from marketing.webforms.actions import create_web_form, words
from marketing.webforms.models import ALWAYS_ASKED
from sales.pipelines.models import Pipeline

_numbers = count(1)


def web_form(*, by, language="en", team=None, pipeline=None, fields=(*ALWAYS_ASKED, "email", "message"), **values):
    """A form with a public address; the workspace needs a pipeline."""
    values = {"name": f"Form {next(_numbers)}", "source": "Website", **words(language), **values}
    pipeline = pipeline or Pipeline.objects.first()
    return create_web_form(by=by, language=language, team=team, pipeline=pipeline, fields=list(fields), **values)

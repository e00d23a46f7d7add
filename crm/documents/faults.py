"""What is wrong with a template, in words for the person who writes it."""

import re

from django.utils.translation import gettext as _
from liquid.exceptions import (
    FilterArgumentError,
    LiquidSyntaxError,
    LiquidTypeError,
    ResourceLimitError,
    UnknownFilterError,
)


class TemplateFault(Exception):
    """A template cannot be used. `line` counts from 1, or is None where no line is to blame."""

    def __init__(self, message, line=None):
        super().__init__(message)
        self.message, self.line = message, line

    def __str__(self):
        if self.line is None:
            return self.message
        return _("Line %(line)s: %(message)s") % {"line": self.line, "message": self.message}


def line_at(source, index):
    return source.count("\n", 0, index) + 1


def from_liquid(error, source):
    """The TemplateFault that an error of the Liquid library amounts to."""
    token = getattr(error, "token", None)
    known = token is not None and token.start_index >= 0
    return TemplateFault(_message(error), line_at(source, token.start_index) if known else None)


def _message(error):
    text = str(getattr(error, "message", error) or "")
    quoted = next(iter(re.findall(r"'([^']*)'", text)), "")
    if isinstance(error, UnknownFilterError):
        return _("There is no filter “%(name)s”.") % {"name": quoted}
    if isinstance(error, ResourceLimitError):
        return _("The template is too large for one document, or its loops turn too often.")
    if isinstance(error, FilterArgumentError | LiquidTypeError):
        return _("A filter cannot work with what it is given: %(reason)s") % {"reason": text}
    if isinstance(error, LiquidSyntaxError) and text.startswith("unexpected tag"):
        return no_such_tag(quoted)
    return _("This cannot be understood.")


def no_such_tag(name):
    return _("There is no tag “%(name)s” here.") % {"name": name}

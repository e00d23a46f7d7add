"""Are the braces of a template closed and its blocks paired? Answered in one pass, before anything else reads it.

The library's own reader takes quadratic time over braces that never close, and cannot name the line that opened them.
"""

import re

from django.utils.translation import gettext as _

from crm.documents.faults import TemplateFault, line_at, no_such_tag

MARKS = re.compile(r"\{\{|\}\}|\{%-?\s*(?P<tag>\w*)|%\}")
CLOSED_BY = {"{{": "}}", "{%": "%}"}
BLOCKS = ("if", "unless", "case", "for", "capture", "comment")


def check(source):
    """Raises TemplateFault at the first brace or block that does not fit."""
    opened = None  # the mark that waits for its end
    blocks = []
    for mark in MARKS.finditer(source):
        kind = mark[0][:2]
        if kind in CLOSED_BY and opened is None:
            opened = mark
        elif opened is not None and kind == CLOSED_BY[opened[0][:2]]:
            if opened["tag"] is not None:
                _pair(opened["tag"], opened, blocks, source)
            opened = None
        elif opened is not None:
            break
    if opened is not None:
        braces = opened[0][:2]
        message = _("The braces %(braces)s opened here are never closed.") % {"braces": braces}
        raise TemplateFault(message, line_at(source, opened.start()))
    if blocks:
        tag, start = blocks[-1]
        raise _not_closed(tag, source, start)


def _pair(tag, mark, blocks, source):
    inside_comment = bool(blocks) and blocks[-1][0] == "comment"
    if tag in BLOCKS and not inside_comment:
        blocks.append((tag, mark.start()))
    elif tag.startswith("end") and tag[3:] in BLOCKS:
        if blocks and blocks[-1][0] == tag[3:]:
            blocks.pop()
        elif not blocks:
            raise TemplateFault(no_such_tag(tag), line_at(source, mark.start()))
        elif not inside_comment:
            raise _not_closed(blocks[-1][0], source, blocks[-1][1])


def _not_closed(tag, source, start):
    message = _("“%(tag)s” is opened here and never closed by “%(end)s”.") % {"tag": tag, "end": f"end{tag}"}
    return TemplateFault(message, line_at(source, start))

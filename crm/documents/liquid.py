"""Liquid, kept in: templates come from users, so they may choose and calculate, and reach nothing.

No includes and no files, few tags and filters, limits on size, turns and output. Everything printed is escaped and
isolated, and the whole is cleaned down to what a document needs.
"""

from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from django.utils.translation import gettext as _
from liquid import Environment, Markup
from liquid.builtin import content, illegal
from liquid.builtin.expressions import Path
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags import (
    assign_tag,
    capture_tag,
    case_tag,
    comment_tag,
    for_tag,
    if_tag,
    inline_comment_tag,
    unless_tag,
)
from liquid.context import UNDEFINED, RenderContext
from liquid.exceptions import LiquidError, LoopIterationLimitError
from liquid.output import LimitedStringIO
from liquid.undefined import Undefined, is_undefined

from crm.documents import braces
from crm.documents.cleaning import clean
from crm.documents.faults import TemplateFault, from_liquid, line_at
from crm.documents.filters import FILTERS
from crm.documents.values import Value, isolated

LONGEST_SOURCE = 30_000
MOST_TURNS = 2_000
LARGEST_OUTPUT = 500_000


class Context(RenderContext):
    """Finds values, and keeps what was asked for and empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.missing, self.turns = {}, 0

    def get(self, path, *, token, default=UNDEFINED):
        found = super().get(path, token=token, default=None)
        return Undefined(".".join(map(str, path)), token=token) if found is None else found

    def raise_for_loop_limit(self, length=1):
        self.turns += length
        if self.turns > MOST_TURNS:
            raise LoopIterationLimitError("too many turns", token=None)


class Print(OutputNode):
    """{{ … }}: prints a value isolated. An empty one goes on the list of what is missing, unless it has a default."""

    __slots__ = ("in_tag",)

    def render_to_output(self, context, buffer):
        missing = [] if self._has_default() else list(_empty(self.expression, context))
        if missing:
            context.missing.update(dict.fromkeys(missing))
            return 0
        return buffer.write(self._written(self.expression.evaluate(context)))

    def _has_default(self):
        return any(each.name == "default" for each in self.expression.filters or ())

    def _written(self, value):
        if is_undefined(value) or value is None:
            return ""
        if self.in_tag:  # within an attribute, where tags may not stand
            return Markup.escape(str(value))
        return value if isinstance(value, Markup) else _html(value)


class PrintTag(Output):
    node_class = Print

    def parse(self, stream):
        token = stream.current
        node = super().parse(stream)
        node.in_tag = token.source.rfind("<", 0, token.start_index) > token.source.rfind(">", 0, token.start_index)
        return node


def _html(value):
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = Value("number", value)
    if isinstance(value, Value):
        return value.__html__()
    return isolated(str(value)) if str(value).strip() else Markup.escape(str(value))


def _empty(expression, context):
    """The names in an expression that stand for nothing."""
    if isinstance(expression, Path):
        value = expression.evaluate(context)
        if is_undefined(value):
            yield value.name
    for child in expression.children():
        yield from _empty(child, context)


class Sandbox(Environment):
    output_stream_limit = LARGEST_OUTPUT
    local_namespace_limit = LARGEST_OUTPUT
    block_nesting_limit = 12
    context_depth_limit = 30
    suppress_blank_control_flow_blocks = False

    def setup_tags_and_filters(self, *, extra=False):
        for tag in (
            content.Literal, PrintTag, illegal.Illegal, if_tag.IfTag, unless_tag.UnlessTag, case_tag.CaseTag,
            for_tag.ForTag, for_tag.BreakTag, for_tag.ContinueTag, assign_tag.AssignTag, capture_tag.CaptureTag,
            comment_tag.CommentTag, inline_comment_tag.InlineCommentTag,
        ):  # fmt: skip
            self.add_tag(tag)
        for name, function in FILTERS.items():
            self.add_filter(name, function if name == "default" else _passing_nothing_on(function))


def _passing_nothing_on(function):
    return lambda value, *args: value if is_undefined(value) else function(value, *args)


SANDBOX = Sandbox(autoescape=True)


@dataclass(frozen=True, slots=True)
class Rendered:
    html: str
    missing: tuple[str, ...]  # names of placeholders that were printed and empty, in the order of the text


def parse(source, names):
    """The parsed template. `names` are the placeholders it may use. Raises TemplateFault."""
    if len(source) > LONGEST_SOURCE:
        raise TemplateFault(_("The template is longer than %(most)s characters.") % {"most": LONGEST_SOURCE})
    braces.check(source)
    try:
        template = SANDBOX.from_string(source)
        used = template.analyze()
    except (LiquidError, RecursionError) as error:
        raise from_liquid(error, source) from error
    _check_names(used, names, source)
    return template


def used_names(template):
    """The placeholders that a parsed template reads, whether it prints them or not."""
    return {str(variable) for variables in template.analyze().globals.values() for variable in variables}


def _check_names(used, names, source):
    for name, spans in used.filters.items():
        if name not in FILTERS:
            line = line_at(source, spans[0].index)
            raise TemplateFault(_("There is no filter “%(name)s”.") % {"name": name}, line)
    for variables in used.globals.values():
        for variable in variables:
            if str(variable) not in names:
                raise TemplateFault(_unknown(str(variable), names), line_at(source, variable.span.index))


def _unknown(name, names):
    near = get_close_matches(name, names, n=1)
    if near:
        return _("There is no value “%(name)s”. Is it “%(near)s”?") % {"name": name, "near": near[0]}
    return _("There is no value “%(name)s”.") % {"name": name}


def render(source, values, names):
    """What the template makes of the values ({"client.name": Value}), for the language in force: Rendered.

    Raises TemplateFault.
    """
    template = parse(source, names)
    context, buffer = Context(template, globals=_tree(values)), LimitedStringIO(limit=LARGEST_OUTPUT)
    try:
        template.render_with_context(context, buffer)
    except (LiquidError, RecursionError) as error:
        raise from_liquid(error, source) from error
    return Rendered(clean(buffer.getvalue()), tuple(context.missing))


def _tree(values):
    tree = {}
    for name, value in values.items():
        *above, leaf = name.split(".")
        branch = tree
        for step in above:
            branch = branch.setdefault(step, {})
        branch[leaf] = value
    return tree

"""One function per kind of table cell. A list draws hundreds of them, so this is Python rather than an include each.

What every row has is put together by f-strings: a value in one is a number, markup of ours, or escaped()."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.ui import glyphs
from crm.ui.markup import escaped, fill, join
from crm.ui.tables import NUMERIC


def _text(cell):
    inner = f"<bdi>{escaped(cell.text)}</bdi>"
    return SafeString(f'<a class="wl-name" href="{escaped(cell.url)}">{inner}</a>' if cell.url else inner)


def _named(cell, sign):
    sub = fill('<small class="wl-faint ms-1"><bdi>{}</bdi></small>', cell.sub) if cell.sub else ""
    return SafeString(f'<span class="wl-cell">{sign}<span>{_text(cell)}{sub}</span></span>')


def _name(cell):
    if cell.total:
        return _named(cell, glyphs.stage_glyph(cell.step, cell.total, cell.tone))
    return _named(cell, glyphs.icon(cell.icon) if cell.icon else "")


def _tags(cell):
    tags = [glyphs.tag(item, line=True) for item in cell.items]
    return fill('<span class="wl-row wl-row-tight">{}</span>', join(tags))


def _phone(cell):
    url, text = escaped(cell.url or f"tel:{cell.text.replace(' ', '')}"), escaped(cell.text)
    return SafeString(f'<a class="wl-ltr wl-plain" dir="ltr" href="{url}">{text}</a>')


def _email(cell):
    text = escaped(cell.text)
    name, at, host = text.partition("@")
    shown = f"{name}{at}<wbr>{host}"  # where it may go over to the next line
    return SafeString(f'<a class="wl-ltr wl-plain" dir="ltr" href="mailto:{text}">{shown}</a>')


def _link(cell):
    return fill('<a class="wl-ltr wl-plain" dir="ltr" href="{}" rel="noreferrer">{}</a>', cell.url, cell.text)


def _stage(cell):
    glyph = glyphs.stage_glyph(cell.step, cell.total, cell.tone)
    return fill('<span class="wl-cell">{}<span><bdi>{}</bdi></span></span>', glyph, cell.text)


def _time(cell):
    full = escaped(cell.sub or cell.text)
    return SafeString(f'<time class="wl-muted" title="{full}">{escaped(cell.text)}</time>')


_SELECTED, _CHECKED, _NUMERIC = fill(' aria-selected="true"'), fill(" checked"), fill(' class="num"')

RENDERERS = {
    "text": _text,
    "name": _name,
    "person": lambda cell: _named(cell, glyphs.avatar(cell.text, tone=cell.tone)),
    "company": lambda cell: _named(cell, glyphs.avatar(cell.text, company=True, tone=cell.tone)),
    "member": lambda cell: glyphs.owner(cell.text),
    "tag": lambda cell: glyphs.tag(cell.text, cell.tone, cell.icon),
    "tags": _tags,
    "phone": _phone,
    "email": _email,
    "link": _link,
    "money": lambda cell: glyphs.amount(cell.text),
    "number": lambda cell: fill('<bdi class="wl-num" dir="ltr">{}</bdi>', cell.text),
    "next_step": lambda cell: glyphs.next_step(cell.state, cell.text),
    "stage": _stage,
    "day": _time,
    "moment": _time,
    "muted": lambda cell: fill('<bdi class="wl-muted">{}</bdi>', cell.text),
    "yes": lambda cell: fill('{}<span class="visually-hidden">{}</span>', glyphs.icon("check", "wl-muted"), _("Yes")),
}


def render_heads(table):
    """The cells of a table's first line; a link where the list can be sorted by the column."""
    stuck = "wl-stick-2" if table.selectable else "wl-stick"
    first = fill('<th scope="col" class="{}"{}>{}</th>', stuck, _sorted(table.title), _label(table.title))
    heads = [
        fill('<th scope="col"{}{}>{}</th>', _NUMERIC if head.kind in NUMERIC else "", _sorted(head), _label(head))
        for head in table.heads
    ]
    return join([first, *heads])


def _sorted(head):
    return fill(' aria-sort="{}"', head.sort) if head.sort else ""


def _label(head):
    if not head.url:
        return fill("{}", head.label)
    arrow = glyphs.icon("arrow-down" if head.sort == "descending" else "arrow-up")
    return fill('<a class="wl-sort" id="sort-{}" href="{}">{}{}</a>', head.key, head.url, head.label, arrow)


def render_rows(table):
    """The body of a table. Raises ValueError when a row's cells are not as many as the heads."""
    select, columns = escaped(_("Select")), [head.attributes for head in table.heads]
    stuck = "wl-stick-2" if table.selectable else "wl-stick"
    return join([_row(row, columns, stuck, select if table.selectable else "") for row in table.rows])


def _row(row, columns, stuck, select):
    """All that stands in it is markup or a number already."""
    cells = "".join([f"<td{at}>{render_cell(cell)}</td>" for at, cell in zip(columns, row.cells, strict=True)])
    state, box = _SELECTED if row.selected else "", _box(row, select) if select else ""
    title = f'<th scope="row" class="{stuck} fw-normal" data-m="title">{render_cell(row.title)}</th>'
    return f'<tr id="row-{row.pk}"{state}>{box}{title}{cells}</tr>\n'


def _box(row, select):
    state, label = _CHECKED if row.selected else "", f"{select} {escaped(row.title.text)}"
    return (
        '<td class="wl-check wl-stick"><input class="form-check-input" type="checkbox" name="ids" '
        f'value="{row.pk}" form="bulk"{state} aria-label="{label}"></td>'
    )


def render_cell(cell):
    """The cell's markup. Raises KeyError for a kind nobody draws."""
    render = RENDERERS[cell.kind]
    return render(cell) if cell.text or cell.items or cell.state else glyphs.dash()

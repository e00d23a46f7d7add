"""A row of a table of tasks. A day holds dozens, so this is Python rather than an include each, put together as
crm.ui.cells puts together rows: all that stands in a row is markup of ours, a number, or escaped."""

from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from crm.l10n.state import current
from crm.l10n.templatetags.localized import moment
from crm.lib.addresses import numbered
from crm.ui import glyphs
from crm.ui.markup import escaped, fill, join


class Look(NamedTuple):
    """What a table shows of each task."""

    late: bool = False  # the day has passed: told is how late it is, not the hour
    selectable: bool = False  # a box to choose it
    of_team: bool = False  # whose it is
    on_record: bool = False  # the table stands on the record's own page


class Words(NamedTuple):
    """What the rows of a reader say, escaped, with its icons."""

    select: str
    done: tuple[str, str]  # what stands before and after the name of the task
    more: tuple[str, str]
    ticked: str
    result: str
    tomorrow: str
    edit: str
    drop: str
    write: str
    reopen: str


def render_lines(lines, token, look):
    """The rows of agenda.Lines. `token` is the page's against forgery: what is sent from a row carries it."""
    rows = _Rows(token, look)
    return join([rows.row(line) for line in lines])


class _Rows:
    def __init__(self, token, look):
        self.look, self.words = look, _words(current().language)
        self.token = fill('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
        self.page, self.completion = numbered("activities:task"), numbered("activities:task_completion")
        self.edit, self.postponement = numbered("activities:task_edit"), numbered("activities:task_postponement")
        self.cancellation = numbered("activities:task_cancellation")
        self.reopening = numbered("activities:task_reopening")

    def row(self, line):
        task, look, is_open = line.task, self.look, line.task.is_open
        subject, done = escaped(task.subject), self.completion(task.pk)
        box = self._box(task.pk, subject) if look.selectable else ""
        on = _record(line) if line.on and not look.on_record else ""
        due = self._due(line) if is_open else f'<span class="wl-faint wl-xs">{escaped(moment(task.done_at))}</span>'
        owner = (
            f'<td class="wl-only-lg">{glyphs.owner(task.owner.name if task.owner else "")}</td>' if look.of_team else ""
        )
        return (
            f'<tr id="task-{task.pk}">{box}'
            f'<td class="wl-check">{self._tick(task, subject, done) if is_open else self.words.ticked}</td>'
            f'<th scope="row" class="fw-normal"><a class="wl-name{"" if is_open else " wl-done"}" '
            f'href="{self.page(task.pk)}" data-drawer><bdi>{subject}</bdi></a>{on}</th>'
            f'<td class="wl-task-due">{due}</td>{owner}'
            f'<td class="wl-check">{self._more(task, subject, done)}</td></tr>\n'
        )

    def _box(self, pk, subject):
        return (
            '<td class="wl-check"><input class="form-check-input" type="checkbox" name="ids" '
            f'value="{pk}" form="bulk" aria-label="{self.words.select} {subject}"></td>'
        )

    def _tick(self, task, subject, done):
        """The round mark that says a task is done. A call asks how it went."""
        label = f'aria-label="{subject.join(self.words.done)}">{glyphs.icon("check")}'
        if task.kind == "call" and task.record_id:
            return f'<a class="wl-tick" href="{done}" data-modal {label}</a>'
        return self._sent(done, f'<button class="wl-tick" name="quick" value="1" {label}</button>')

    def _due(self, line):
        if self.look.late or self.look.on_record:
            return glyphs.next_step(line.step.state, line.step.text)
        return f'<time class="wl-muted" datetime="{line.task.due_at.isoformat()}">{escaped(line.time)}</time>'

    def _more(self, task, subject, done):
        """What can be done with a task besides ticking it."""
        words, pk = self.words, task.pk
        result = (
            f'<a class="dropdown-item" href="{done}" data-modal>{words.result if task.is_open else words.write}</a>'
        )
        if task.is_open:
            edit = f'<a class="dropdown-item" href="{self.edit(pk)}" data-drawer>{words.edit}</a>'
            drop = self._sent(self.cancellation(pk), words.drop)
            entries = f"{result}{self._sent(self.postponement(pk), words.tomorrow)}{edit}{drop}"
        else:
            entries = f"{result}{self._sent(self.reopening(pk), words.reopen)}"
        return (
            '<details class="wl-menu" data-menu><summary class="btn btn-quiet btn-icon btn-sm" '
            f'aria-label="{subject.join(words.more)}">{glyphs.icon("dots")}</summary>'
            f'<div class="wl-pop wl-pop-end">{entries}</div></details>'
        )

    def _sent(self, url, button):
        return f'<form method="post" action="{url}" hx-post="{url}" hx-swap="none">{self.token}{button}</form>'


def _record(line):
    """The record that a task hangs on, and its page."""
    return (
        f'<a class="wl-plain wl-muted wl-xs wl-task-on" href="{escaped(line.on_url)}">'
        f"{glyphs.icon(line.on_icon)}<bdi>{escaped(line.on)}</bdi></a>"
    )


@lru_cache(maxsize=8)
def _words(language):
    item = '<button class="dropdown-item{}">{}{}</button>'
    return Words(
        select=escaped(_("Select")),
        done=_around(_("Done: %(subject)s")),
        more=_around(_("More about %(subject)s")),
        ticked=fill(
            '<span class="wl-tick is-done">{}<span class="visually-hidden">{}</span></span>',
            glyphs.icon("check"),
            _("Done"),
        ),
        result=fill("{}{}", glyphs.icon("check"), _("Done, with the result")),
        tomorrow=fill(item, "", glyphs.icon("calendar-plus"), _("Move to tomorrow")),
        edit=fill("{}{}", glyphs.icon("pencil"), _("Edit")),
        drop=fill(item, " is-danger", glyphs.icon("x"), _("Drop")),
        write=fill("{}{}", glyphs.icon("pencil"), _("Write the result")),
        reopen=fill(item, "", glyphs.icon("arrow-back-up"), _("Open again")),
    )


def _around(sentence):
    before, _subject, after = sentence.partition("%(subject)s")
    return escaped(before), escaped(after)

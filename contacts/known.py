"""The warning that somebody, or some firm, is known already: while a form is filled in, and when it is sent."""

from crm.access.policy import scope_of
from crm.ui.htmx import fragment
from crm.ui.views import RecordCreate, RecordView

ANYWAY = "anyway"


class Knowing:
    """Give `known(data)`: what the typed values may be a second time. `folder` holds the templates of the warning."""

    folder = ""

    def known(self, data):
        raise NotImplementedError

    def warning(self, found, *, asked):
        """What the templates need; `asked` says that the form was sent, so it can be confirmed.

        A colleague who already works with them is named to those who see more than their own records.
        """
        sees_more = scope_of(self.member, self.key, "see") in ("team", "tree", "all")
        return {"duplicates": found, "asked": asked, "name_owner": sees_more}


class KnowingCreate(Knowing, RecordCreate):
    """Warns first; a second submission, by the warning's own button, makes the record anyway."""

    @property
    def note(self):
        return f"{self.folder}/_duplicates.html"

    def doubts(self, form):
        self.found = [] if ANYWAY in self.request.POST else self.known(self.request.POST)
        return bool(self.found)

    def show(self, form, **context):
        found = getattr(self, "found", ())
        return super().show(form, **self.warning(found, asked=bool(found)), **context)


class KnownOnes(Knowing, RecordView):
    """The warning alone, while the form is filled in."""

    right = "create"

    def get(self, request):
        return fragment(request, f"{self.folder}/_known.html", self.warning(self.known(request.GET), asked=False))

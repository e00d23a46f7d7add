"""What the settings pages of pipelines share."""

from django.http import Http404

from crm.ui.views import MemberView
from crm.ui.views.drawer import DrawerForm
from sales.pipelines.models import LossReason, Pipeline, Stage
from sales.pipelines.queries import tracks


class SettingsView(MemberView):
    needs = "settings"

    def pipeline(self, pk):
        return self._found(Pipeline.objects.filter(pk=pk))

    def track(self, pk):
        return self._first(track for track in tracks() if track.pipeline.pk == pk)

    def stage(self, pk):
        return self._found(Stage.objects.select_related("pipeline").filter(pk=pk))

    def reason(self, pk):
        return self._found(LossReason.objects.filter(pk=pk))

    def _found(self, rows):
        return self._first(rows[:1])

    def _first(self, found):
        for one in found:
            return one
        raise Http404

    @property
    def language(self):
        """The workspace's: the one in which things are named first."""
        return self.request.tenant.language


class FormInDrawer(SettingsView, DrawerForm):
    """A form of these pages in the drawer, or as a page."""

"""Names that a firm gives in one language and may translate into the others."""

from django.db import models
from django.utils.translation import get_language


class Named(models.Model):
    """Something with a name of the workspace's own: `name` always, `names` per language where somebody cared."""

    name = models.TextField()
    names = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name_in(get_language())

    def name_in(self, language):
        """The name in a language, or the one name everybody knows."""
        return self.names.get(language) or self.name

"""Static files: what pages need from npm packages, by allow-list, and the storage that hashes every name."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# public path: file below node_modules. Nothing else of a package is ever served.
PACKAGE_FILES = {
    "vendor/tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler.rtl.css": "@tabler/core/dist/css/tabler.rtl.min.css",
    "vendor/tabler.js": "@tabler/core/dist/js/tabler.min.js",
    "vendor/htmx.js": "htmx.org/dist/htmx.min.js",
    "vendor/sortable.js": "sortablejs/Sortable.min.js",
    "vendor/tom-select.js": "tom-select/dist/js/tom-select.popular.min.js",
    "vendor/tom-select.css": "tom-select/dist/css/tom-select.bootstrap5.min.css",
    "fonts/inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "fonts/inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "fonts/vazirmatn.woff2": "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
}


class PackageStorage(FileSystemStorage):
    """Reads allow-listed package files under their public names."""

    def path(self, name):
        path = Path(self.location) / PACKAGE_FILES[name]
        if not path.exists():
            raise ImproperlyConfigured(
                f"{PACKAGE_FILES[name]} is missing. Install the front-end packages with `npm ci`."
            )
        return str(path)


class PackageFinder(BaseFinder):
    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = PackageStorage(settings.BASE_DIR / "node_modules")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path not in PACKAGE_FILES:
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        for path in PACKAGE_FILES:
            if not matches_patterns(path, ignore_patterns):
                yield path, self.storage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed names. Source maps stay behind, so their comments must not be followed."""

    @lru_cache(maxsize=1024)  # noqa: B019  # the one storage lives as long as the process, and so do its names
    def url(self, name, force=False):
        return super().url(name, force)

    patterns = (("*.css", (r"""(?P<matched>url\((?P<quote>['"]{0,1})\s*(?P<url>.*?)(?P=quote)\))""",)),)

"""Opening an archive that somebody brings. Nothing in it is believed before all of it has been counted and hashed; no
name in it is ever a path, and nothing is unpacked that is out of proportion to what was sent.
"""

import hashlib
import json
import re
import zipfile
from collections import Counter

from crm.backup.archive import BLOCK, MANIFEST, Damaged
from crm.moving.catalogue import parts
from crm.moving.saving import FORMAT

MOST_MANIFEST = 256 << 20  # it names every file
MOST_LINE = 64 << 20
PROPORTION, ALLOWANCE = 250, 1 << 20  # rows pack some tenfold; only what is made to burst packs a thousandfold
LARGEST_KEY, LARGEST_SPAN = 2**53, 2**40
FILE_NAME = re.compile(r"(imports/)?(?P<tenant>\d{1,18})/([\w-]+/)*[\w-][\w.-]*")
SAYS = {
    "workspace": dict, "migrations": list, "people": list, "permissions": dict, "parts": dict, "timers": list,
    "files": dict, "lost": list, "made_at": str, "version": str,
}  # fmt: skip


class Parcel:
    """An archive of one workspace. Raises Damaged when it is none, or is not what its manifest says."""

    def __init__(self, path):
        self.path = path
        try:
            self.zip = zipfile.ZipFile(path)
            info = self.zip.getinfo(MANIFEST)
            if info.file_size > MOST_MANIFEST or _bursts(info):
                raise Damaged(f"{path} has a manifest that is out of all proportion.")
            self.manifest = json.loads(self.zip.read(MANIFEST))
        except (OSError, KeyError, ValueError, RecursionError, zipfile.BadZipFile, NotImplementedError) as error:
            raise Damaged(f"{path} is no archive of Wasl: {error}") from None
        self._check_format()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.zip.close()

    def _check_format(self):
        said = self.manifest if isinstance(self.manifest, dict) else {}
        if said.get("format") == 1:
            raise Damaged(f"{self.path} is a backup of a whole installation: that is for manage.py restore.")
        if said.get("format") != FORMAT:
            raise Damaged(f"{self.path} is {str(said.get('format'))[:40]!r}; this version reads {FORMAT!r}.")
        wrong = sorted(name for name, kind in SAYS.items() if not isinstance(said.get(name), kind))
        if wrong:
            raise Damaged(f"The manifest does not say its {', '.join(wrong)}.")

    @property
    def tenant_id(self):
        """What the workspace's key was where it comes from."""
        return self.manifest["workspace"].get("id")

    def check(self, applied):
        """Prove all of it against the manifest, and the manifest against this installation, whose migrations are
        `applied`. Raises Damaged."""
        self._check_version({tuple(each) for each in applied})
        self._check_parts()
        for name in [*self.manifest["files"], *self.manifest["lost"]]:
            found = FILE_NAME.fullmatch(name)
            if not found or found["tenant"] != str(self.tenant_id):
                raise Damaged(f"The archive has a file of another place: {name[:80]!r}.")
        expected = self._expected()
        self._check_names(expected)
        for name, entry in expected.items():
            self._check_entry(name, entry)

    def _check_version(self, applied):
        try:
            theirs = {(app, name) for app, name in self.manifest["migrations"]}
        except (TypeError, ValueError):
            raise Damaged("The manifest's migrations cannot be read.") from None
        if unknown := sorted(f"{app}.{name}" for app, name in theirs - applied):
            raise Damaged(f"The archive is of a later version of Wasl, with {unknown[0]}: bring this one up to date.")
        if missing := sorted(f"{app}.{name}" for app, name in applied - theirs):
            raise Damaged(
                f"The archive is of an earlier version of Wasl, without {missing[0]}: bring the installation that it "
                "comes from up to date, and export the workspace anew."
            )

    def _check_parts(self):
        said, known = self.manifest["parts"], {part.label for part in parts()}
        if said.keys() != known:
            raise Damaged(f"The archive has other tables than this version: {sorted(said.keys() ^ known)[0][:80]}.")
        if not _whole(self.tenant_id) or not 0 < self.tenant_id <= LARGEST_KEY:
            raise Damaged("The workspace has no key.")
        for label, entry in said.items():
            numbers = [entry.get(name) for name in ("rows", "bytes", "first", "last")]
            if not all(_whole(number) and 0 <= number <= LARGEST_KEY for number in numbers):
                raise Damaged(f"The manifest does not count {label}.")
            if entry["rows"] and not 0 < entry["first"] <= entry["last"] < entry["first"] + LARGEST_SPAN:
                raise Damaged(f"The keys of {label} are spread too far.")

    def _expected(self):
        """{entry: what the manifest says of it}."""
        rows = {f"parts/{label}.jsonl": entry for label, entry in self.manifest["parts"].items()}
        return rows | {f"files/{name}": entry for name, entry in self.manifest["files"].items()}

    def _check_names(self, expected):
        there = Counter(self.zip.namelist())
        twice = next((name for name, count in there.items() if count > 1), None)
        if twice is not None:
            raise Damaged(f"The archive has {twice[:80]!r} twice.")
        if odd := there.keys() ^ {MANIFEST, *expected}:
            name = min(odd)
            raise Damaged(f"The archive {'has' if name in there else 'lacks'} {name[:80]!r}, unlike its manifest.")

    def _check_entry(self, name, entry):
        info = self.zip.getinfo(name)
        if info.file_size != entry.get("bytes") or _bursts(info):
            raise Damaged(f"{name[:80]} has another size than the manifest says, or is out of all proportion.")
        digest = hashlib.sha256()
        for block in self.blocks(name):
            digest.update(block)
        if digest.hexdigest() != entry.get("sha256"):
            raise Damaged(f"{name[:80]} has other content than the manifest says.")

    def blocks(self, name):
        """The content of an entry, block by block. Raises Damaged when it is broken."""
        try:
            with self.zip.open(name) as source:
                while block := source.read(BLOCK):
                    yield block
        except (KeyError, OSError, zipfile.BadZipFile, EOFError, zipfile.zlib.error, RuntimeError) as error:
            raise Damaged(f"{name[:80]} cannot be read: {error}") from None

    def lines(self, label):
        """The rows of a part as they are written, one at a time. Raises Damaged for what is no line of text."""
        with self.zip.open(f"parts/{label}.jsonl") as source:
            while line := source.readline(MOST_LINE + 1):
                if len(line) > MOST_LINE:
                    raise Damaged(f"{label} has a row that is out of all proportion.")
                try:
                    yield line.decode()
                except UnicodeDecodeError:
                    raise Damaged(f"{label} has a row that is no text.") from None

    def rows(self, label):
        """The rows of a part, decoded. Raises Damaged for what is no JSON."""
        for line in self.lines(label):
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                raise Damaged(f"{label} has a row that cannot be read.") from None


def _bursts(info):
    return info.file_size > ALLOWANCE + PROPORTION * info.compress_size


def _whole(number):
    return isinstance(number, int) and not isinstance(number, bool)

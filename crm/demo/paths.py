"""The ways that forty deals go: when each began, passed its stages and ended, in days before today."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Path:
    opened: int
    stages: tuple[tuple[str, int], ...] = ()
    ended: int = 0
    lost: bool = False
    step: tuple[int, int, int] | str | None = (0, 14, 30)  # (days from today, hour, minute), "nothing", None: as it is


def _to(stage, opened, *days):
    names = ("measurement", "approval", "payment", "installation")
    reached = names[: names.index(stage) + 1] if stage else ()
    return tuple(zip(reached, days, strict=True))


def _open(opened, stage="", *days, step=(0, 14, 30)):
    return Path(opened=opened, stages=_to(stage, opened, *days), step=step)


TODAY, LATER, TOMORROW = (0, 16, 0), (3, 10, 0), (1, 9, 30)
LATE, VERY_LATE = (-1, 9, 0), (-3, 13, 0)

PATHS = (
    # first call
    _open(2, step=TODAY), _open(1, step=TOMORROW), _open(6, step=LATE), _open(4, step="nothing"), _open(1, step=LATER),
    _open(3, step=TOMORROW), _open(9, step=VERY_LATE), _open(2, step=LATER),
    # measurement
    _open(8, "measurement", 3, step=TODAY), _open(9, "measurement", 5, step=LATER),
    _open(14, "measurement", 9, step=LATE),
    _open(6, "measurement", 2, step=TOMORROW), _open(7, "measurement", 1, step=None),
    _open(12, "measurement", 4, step=LATER),
    _open(5, "measurement", 2, step="nothing"),
    # approval
    _open(15, "approval", 10, 4, step=TODAY), _open(33, "approval", 27, 21, step="nothing"),
    _open(14, "approval", 9, 6, step=LATER), _open(10, "approval", 6, 3, step=TOMORROW),
    _open(18, "approval", 12, 8, step=LATE),
    _open(9, "approval", 5, 2, step=LATER),
    # payment
    _open(22, "payment", 17, 12, 8, step=LATE), _open(16, "payment", 11, 6, 2, step=TOMORROW),
    _open(13, "payment", 9, 5, 1, step=TODAY), _open(19, "payment", 14, 9, 4, step=LATER),
    _open(12, "payment", 8, 5, 3, step=LATER),
    # installation
    _open(24, "installation", 19, 13, 7, 1, step=None), _open(28, "installation", 22, 15, 9, 4, step=LATER),
    _open(31, "installation", 25, 17, 10, 6, step=TOMORROW), _open(20, "installation", 15, 10, 6, 2, step=None),
    # won and lost
    Path(opened=40, stages=_to("installation", 40, 35, 28, 20, 15), ended=9),
    Path(opened=38, stages=_to("installation", 38, 33, 27, 21, 16), ended=6),
    Path(opened=36, stages=_to("installation", 36, 30, 24, 18, 12), ended=4),
    Path(opened=42, stages=_to("approval", 42, 36, 30), ended=24),
    Path(opened=14, stages=_to("approval", 14, 11, 8), ended=4),
    Path(opened=18, stages=_to("payment", 18, 14, 9, 6), ended=2),
    Path(opened=35, stages=_to("measurement", 35, 29), ended=20, lost=True),
    Path(opened=27, ended=22, lost=True),
    Path(opened=21, stages=_to("approval", 21, 16, 11), ended=5, lost=True),
    Path(opened=17, stages=_to("measurement", 17, 12), ended=3, lost=True),
)  # fmt: skip

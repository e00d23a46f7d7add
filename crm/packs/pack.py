"""What an industry starter is made of. Texts are dicts by language: {"ar": …, "fa": …, "en": …}."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class StagePlan:
    """An open stage and what happens by itself when a deal enters it: (kind, params) of crm.automation.

    In params, {"template": <key of a paper>} becomes the template's id.
    """

    key: str
    name: dict
    probability: int
    ageing_days: int = 7
    asks: str = ""
    playbook: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document template; what it says lies in the folder, one file a language."""

    key: str
    name: dict
    folder: Path


@dataclass(frozen=True, kw_only=True)
class Pack:
    key: str
    name: dict
    pipeline: dict
    stages: tuple[StagePlan, ...]
    won: dict
    lost: dict
    reasons: tuple[dict, ...]
    functions: dict[str, dict] = field(default_factory=dict)  # key → name
    papers: tuple[Paper, ...] = ()

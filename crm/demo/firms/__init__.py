"""The sample firms, as data: who works there, who their customers are, and what these want."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works at the firm. `key` names them in the story and begins their e-mail address."""

    key: str
    name: str
    role: str
    title: str
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Firm:
    slug: str
    name: str
    language: str
    country: str
    currency: str
    time_zone: str
    calendar: str
    week_start: int
    address: str
    payment_details: str
    phone: str  # how a number begins; the rest is counted
    phone_length: int
    unit: int  # minor units: what deals are multiples of
    staff: tuple[Person, ...]
    team: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    companies: tuple[str, ...]
    also: dict[str, str]  # how some of these names and firms are written in the other script
    cities: tuple[str, ...]
    streets: tuple[str, ...]
    works: tuple[tuple[str, int], ...]  # (what is wanted, how many units it costs)
    sources: tuple[str, ...]
    website: str  # the source of requests from the firm's own form
    tags: tuple[str, ...]
    said: tuple[str, ...]  # what calls came to
    notes: tuple[str, ...]
    steps: tuple[str, ...]  # what is planned next
    asked: tuple[str, ...]  # what visitors write in the form
    drawing: str  # the file that the surveyor attaches
    colour: str  # of its sign

"""Reading people: who is known by a number, who may be the same person, who belongs to a company."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import F, Q

from contacts.people.models import Contact, ContactPoint, ContactScan
from crm.access.policy import visible_to
from crm.activities.queries import next_steps
from crm.lib.text import fold, spellings
from crm.records.names import named_so
from crm.records.searchtext import SoundsLike

ALIKE = 0.88  # of two folded names: one letter of eight or nine
MOST_ALIKE = 40


@dataclass(frozen=True)
class Duplicate:
    """Somebody who may be the same person. `reason`: email, phone or name. `seen`: the asker may see them."""

    contact: Contact
    reason: str
    seen: bool


def living_people():
    """Everybody's people who are not deleted. Narrow with visible_to before showing any."""
    return Contact.objects.filter(deleted_at=None)


def known_by(*, phones=(), emails=(), among=None):
    """People with one of these numbers (E.164) or mails, the longest known first."""
    values = Q(kind=ContactPoint.Kind.PHONE, value__in=[phone for phone in phones if phone])
    values |= Q(kind=ContactPoint.Kind.EMAIL, value__in=[mail.strip().lower() for mail in emails if mail.strip()])
    holders = ContactPoint.objects.filter(values).values("contact_id")
    return (living_people() if among is None else among).filter(pk__in=holders).order_by("pk")


def reached_by(points):
    """The ids of people with any of these points, [(kind, value)]."""
    wanted = Q(pk=None)
    for kind in ContactPoint.Kind.values:
        wanted |= Q(kind=kind, value__in={value for each, value in points if each == kind})
    return ContactPoint.objects.filter(wanted).values_list("contact_id", flat=True)


def called(names):
    """People of these names, in any spelling."""
    return living_people().filter(named_so({form for name in names for form in spellings(name)}))


def named_like(name, city=""):
    """People whose name is nearly this one or another spelling of it, in the same city or where a city is not known."""
    words = [word for word in fold(name).split() if len(word) > 2]
    if len(words) < 2:
        return []
    begun = Q()
    for word in words:
        begun &= Q(search_norm__contains=word[: max(3, len(word) - 1)])
    scan = ContactScan.objects.filter(begun | Q(name_sounds__like=name), deleted_at=None)
    near = ContactScan.fenced(living_people(), scan).annotate(sounds=SoundsLike(F("name_sounds"), name))
    if city:
        near = near.filter(city_norm__in=["", fold(city)])
    people = near.select_related("owner")[:MOST_ALIKE]
    return [each for each in people if any(_alike(form, name, each.sounds) for form in each.both_names)]


def duplicates_of(*, member, name="", other_name="", emails=(), phones=(), city=""):
    """Duplicates, the surest first, five at most; those the member may not see are among them, to be told of only
    in general words."""
    phones, emails = set(filter(None, phones)), {mail.strip().lower() for mail in emails if mail.strip()}
    sure = list(known_by(phones=phones, emails=emails).select_related("owner")[:5])
    reasons = {contact.pk: _shared_point(contact, emails) for contact in sure}
    maybe = [] if sure else [*named_like(name, city), *named_like(other_name, city)]
    maybe = list({each.pk: each for each in maybe}.values())
    found = [*sure, *maybe][:5]
    seen = set(visible_to(Contact.objects.filter(pk__in=[c.pk for c in found]), member).values_list("pk", flat=True))
    return [Duplicate(each, reasons.get(each.pk, "name"), each.pk in seen) for each in found]


def decorate(people, member):
    """Give each of a page's people their next step."""
    steps = next_steps(Contact.record_key, [contact.pk for contact in people])
    for contact in people:
        contact.next_step = steps[contact.pk]


def _shared_point(contact, emails):
    return "email" if emails & {contact.email, *contact.points_text.split()} else "phone"


def _alike(one, other, sounds):
    return _same_name(one, other) or (sounds and _as_long(one, other))


def _as_long(one, other):
    return len(fold(one).split()) == len(fold(other).split())


def _same_name(one, other):
    one, other = (" ".join(sorted(fold(name).split())) for name in (one, other))
    return one == other or SequenceMatcher(None, one, other).ratio() >= ALIKE

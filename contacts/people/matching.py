"""Who a row of a file is about: somebody known by a number or an address, or by name and what else agrees."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from contacts.people.models import Contact
from crm.lib.digits import plain
from crm.lib.text import fold, is_arabic, name_in, squeezed

ALIKE, LONG = 0.83, 6  # of two words of so many letters: one of them wrong
POINTS = ("phone", "email")
FEWEST_DIGITS = 6  # of a name, to be the end of a number


@dataclass
class Known:
    """People who are here, and those of the rows so far. Each carries `reached`, [(kind, value)]."""

    by_point: dict[tuple[str, str], list[Contact]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Contact]] = field(default_factory=lambda: defaultdict(list))

    def add(self, contact):
        """Know the person by every number, address and name they have by now."""
        for key in contact.reached:
            _once(self.by_point[key], contact)
        for name in contact.both_names:
            _once(self.by_name[squeezed(name)], contact)

    def who(self, row):
        """The person the row is about, or None."""
        name, points = name_of(row), points_of(row)
        for key in points:
            for contact in self.by_point.get(key, ()):
                if nameless(contact) or could_be_one(_form_beside(contact, name), name):
                    return contact
        for each in names_of(row):
            for contact in self.by_name.get(squeezed(each), ()):
                if _agree(row, points, contact):
                    return contact
        return None


def _form_beside(contact, name):
    """The form of a person's name that can be compared with `name`, where there is one."""
    return name_in(contact.name, contact.other_name, arabic=is_arabic(name))


def name_of(row):
    """The full name in a row, or "". A number or address of the row, written where a name should be, is none."""
    given, family = row.values.get("given_name"), row.values.get("family_name")
    name = row.values.get("name") or given
    if family and (not name or squeezed(family) not in squeezed(name)):
        name = " ".join(filter(None, (name, family)))
    name = name or row.values.get("other_name", "")
    return "" if any(_is_point(name, value) for _kind, value in points_of(row)) else name


def names_of(row):
    """The full name in a row, in each of the two scripts that it gives."""
    return tuple(dict.fromkeys(filter(None, (name_of(row), row.values.get("other_name")))))


def _is_point(name, value):
    if "@" in value:
        return name.lower() == value
    digits = re.sub(r"[\s()+./-]", "", plain(name)).lstrip("0")
    return len(digits) >= FEWEST_DIGITS and digits.isdigit() and value.endswith(digits)


def points_of(row):
    """[(kind, value)] of a row, phones first."""
    return [(kind, value) for kind in POINTS for value in row.values.get(kind, ())]


def nameless(contact):
    """Whether all that stands for a name is a number or an address."""
    return any(contact.name == value for _kind, value in contact.reached)


def could_be_one(known, given):
    """Whether two names on one phone or mail may be of one person; members of a family share a phone, too.

    One may hold more words than the other (a title, a second name); words may stand in another order, be joined, be an
    initial or have a letter wrong; or the names are in two scripts, and cannot be compared.
    """
    one, other = fold(known), fold(given)
    if not one or not other or one.isascii() != other.isascii() or _letters(one) == _letters(other):
        return True
    fewer, more = sorted((_words(one), _words(other)), key=len)
    return bool(fewer) and all(any(_alike(word, each) for each in more) for word in fewer)


def _letters(folded):
    """Al-Harbi, Al Harbi and Alharbi are one."""
    return re.sub(r"\W", "", folded)


def _words(folded):
    """Without the Arabic article, and without signs."""
    return [re.sub(r"^ال(?=...)", "", word) for word in re.findall(r"\w+", folded)]


def _alike(word, other):
    if word == other or (min(len(word), len(other)) == 1 and word[0] == other[0]):
        return True
    return min(len(word), len(other)) >= LONG and SequenceMatcher(None, word, other).ratio() >= ALIKE


def _agree(row, points, contact):
    """Whether a namesake without a number or address in common is the same person: the same birthday, or nothing that
    speaks against it and the same firm, or nothing known of either but the name and perhaps the city."""
    birthday, company, city = (row.values.get(each) for each in ("birthday", "company", "city"))
    if birthday and contact.birthday:
        return birthday == contact.birthday
    if {kind for kind, _value in points} & {kind for kind, _value in contact.reached}:
        return False
    if company and contact.company_name:
        return squeezed(company) in map(squeezed, (contact.company_name, contact.company_other_name))
    if city and contact.city and fold(city) != fold(contact.city):
        return False
    return not points and not contact.reached and bool(company) == bool(contact.company_name)


def _once(people, contact):
    if not any(contact is each for each in people):
        people.append(contact)

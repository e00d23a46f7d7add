"""Addresses of pages that are written a hundred times a page: looked up once for each workspace and name."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

_NUMBER = 9_007_199_254_740_993  # one more for each: stand where numbers go, and in no other part of an address


def address(name, *args):
    """What `reverse(name, args=args)` gives. Raises NoReverseMatch for an unknown name.

    Every form of it is kept, but for its numbers: what else is in `args` is of few kinds, such as names of fields.
    """
    form = tuple(None if isinstance(each, int) else each for each in args)
    first, *others = _around(name, form, get_script_prefix(), get_urlconf())
    numbers = [each for each in args if isinstance(each, int)]
    return first + "".join([f"{number}{after}" for number, after in zip(numbers, others, strict=True)])


def addresses(*names):
    """What `address` gives for each of several names of pages without numbers."""
    return _several(names, get_script_prefix(), get_urlconf())


def numbered(name):
    """A function that gives `address(name, pk)` for one pk after the other, in the workspace that is open now."""
    before, after = _around(name, (None,), get_script_prefix(), get_urlconf())
    return lambda pk: f"{before}{pk}{after}"


@lru_cache(maxsize=16_384)
def _around(name, form, prefix, urlconf):
    """The pieces of the address between its numbers, which `form` has None for. The prefix is the workspace's: it makes
    the key."""
    args = [_NUMBER + place if each is None else each for place, each in enumerate(form)]
    rest, pieces = reverse(name, args=args), []
    for number in args:
        if isinstance(number, int):
            piece, _number, rest = rest.partition(str(number))
            pieces.append(piece)
    return (*pieces, rest)


@lru_cache(maxsize=4096)
def _several(names, prefix, urlconf):
    return tuple(_around(name, (), prefix, urlconf)[0] for name in names)

"""Who can sign in to the sample firms."""

from crm.demo.firms.brick import BRICK
from crm.demo.firms.riyadh import RIYADH
from crm.demo.firms.sepehr import SEPEHR
from crm.demo.story import PASSWORD

FIRMS = (RIYADH, SEPEHR, BRICK)


def lines():
    """One line a firm, for the terminal: its address, its people's addresses, and the one password."""
    found = [f"/{firm.slug}/  {', '.join(f'{one.key}@{firm.slug}.example' for one in firm.staff)}" for firm in FIRMS]
    return [*found, f"password of all: {PASSWORD}"]

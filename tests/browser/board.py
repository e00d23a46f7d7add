"""Finding one's way on the board."""


def card_in(page, firm, deal, stage):
    """The deal's card, where it stands in the column of the stage with this key."""
    return page.locator(f"[data-stage='{firm.stages[stage]}'] #card-{deal.pk}")

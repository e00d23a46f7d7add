"""Secrets that are used again: sealed for one purpose, by the present key, and opened by it or one before."""

import pytest
from cryptography.fernet import InvalidToken

from crm.lib.sealing import seal, unseal


def test_what_is_sealed_opens_for_its_purpose_only():
    sealed = seal("whsec_1", "webhook")
    assert "whsec" not in sealed and unseal(sealed, "webhook") == "whsec_1"
    with pytest.raises(InvalidToken):
        unseal(sealed, "second step")


def test_a_key_that_was_replaced_still_opens_and_one_that_went_does_not(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "old", []
    sealed = seal("whsec_1", "webhook")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert unseal(sealed, "webhook") == "whsec_1"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        unseal(sealed, "webhook")

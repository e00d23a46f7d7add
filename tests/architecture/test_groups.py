"""Tests that share something dear, such as a whole installation, are kept together in one process."""

import pytest

from tests.services import WORKER


@pytest.mark.xdist_group("one")
def test_a_group_is_known_to_whoever_shares_out_the_tests(request):
    """pytest 9.2.0 kept the mark from pytest-xdist 3.8.0, and each process made what all were to share."""
    if WORKER == "main":
        pytest.skip("one process runs all of them")
    assert request.node.nodeid.endswith("@one")

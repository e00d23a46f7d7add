"""Numbers without gaps, whoever asks at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from crm.documents.models import Counter
from crm.documents.numbers import take_number
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope


def test_a_number_rolled_back_is_given_again(acme):
    assert take_number("document") == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert take_number("document") == 2
        raise ZeroDivisionError
    assert take_number("document") == 2


def test_each_workspace_and_each_counter_counts_for_itself(acme, zenith):
    assert [take_number("document"), take_number("document"), take_number("other")] == [1, 2, 1]
    with out_of_scope(), tenant_scope(zenith):
        assert take_number("document") == 1


def test_many_at_once_get_a_number_each_and_none_is_skipped(committed_db):
    tenant, _ = make.workspace("Acme", slug="acme")
    start = Barrier(4)

    def take(worker):
        taken = []
        try:
            start.wait()
            for turn in range(10):
                with tenant_scope(tenant):
                    number = take_number("document")
                    if (worker + turn) % 5 == 0:
                        transaction.set_rollback(True)
                    else:
                        taken.append(number)
        finally:
            connection.close()
        return taken

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(number for taken in pool.map(take, range(4)) for number in taken)
    assert numbers == list(range(1, 33))
    with tenant_scope(tenant):
        assert Counter.objects.get().last == 32

"""A file's whole way in: upload, columns, worker, outcome."""

import pytest

from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.transfer.models import ImportJob
from tests.crm.transfer.files import FARSI, FARSI_UTF8, bring_in, stored_file

State = ImportJob.State


@pytest.mark.parametrize("path", [FARSI, FARSI_UTF8], ids=["Windows-1256", "UTF-8 with a mark"])
def test_a_persian_list_comes_in_with_everybody_once(path, farsi, owner, run_due):
    job = bring_in(stored_file(path), by=owner, run_due=run_due)
    assert (job.state, job.total, job.created, job.updated, job.skipped, job.failed) == (State.DONE, 434, 400, 0, 34, 0)
    assert Contact.objects.count() == 400
    assert Company.objects.count() == 7  # of seventeen spellings

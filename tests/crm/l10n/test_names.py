"""Names one after another, with the comma of the reader's script."""

import pytest
from django.utils.translation import override

from crm.l10n.names import series
from crm.tenants.models import Member


@pytest.mark.parametrize(("language", "shown"), [("en", "Noura, Sara"), ("ar", "Noura، Sara"), ("fa", "Noura، Sara")])
def test_names_stand_apart_by_the_comma_of_the_script(language, shown):
    with override(language):
        assert series(name for name in ("Noura", "Sara")) == shown


def test_a_profile_tells_role_and_team_with_it(client_for, rep):
    Member.objects.filter(pk=rep.pk).update(language="ar")
    page = client_for(rep).get("/settings/profile/").content.decode()
    assert "</bdi>، <bdi>" in page

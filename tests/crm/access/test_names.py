"""Functions and roles are called as their reader says, in order; another workspace's are nobody's business here."""

from django.utils.translation import override

from crm.access.actions import define_function
from crm.access.models import Role
from crm.access.names import function_names, role_names
from crm.tenants.scope import tenant_scope
from tests.conftest import out_of_scope


def test_they_are_called_as_the_reader_says(acme, owner):
    define_function(key="surveyor", name="Surveyor", names={"ar": "مسّاح"})
    define_function(key="fitter", name="Fitter")
    assert list(function_names().items()) == [("surveyor", "Surveyor"), ("fitter", "Fitter")]
    assert role_names() == {role.key: str(role) for role in Role.objects.all()}
    with override("ar"):
        assert function_names() == {"surveyor": "مسّاح", "fitter": "Fitter"}
        assert role_names() == {role.key: str(role) for role in Role.objects.all()}


def test_they_are_one_statement_each(acme, owner, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert "rep" in role_names() and function_names() == {}


def test_another_workspace_has_its_own(acme, owner, outsider):
    define_function(key="surveyor", name="Surveyor")
    with out_of_scope(), tenant_scope(outsider.tenant):
        assert "surveyor" not in function_names()
        assert set(role_names()) == set(Role.objects.values_list("key", flat=True))

"""A program: open the firm that the storm passes over, and print what its people need to know, as JSON."""

import json

import django


def main():
    django.setup()
    from crm.tenants.scope import tenant_scope
    from tests import make
    from tests.flows.firm import open_firm

    firm = open_firm(password=make.PASSWORD)
    with tenant_scope(firm.tenant):
        people = {key: getattr(firm, key).user.email for key in ("owner", "manager", "rep")}
        ids = {key: getattr(firm, key).pk for key in people}
    told = {"slug": firm.tenant.slug, "token": firm.form.token, "people": people, "ids": ids, "password": make.PASSWORD}
    print(json.dumps(told | {"stage": firm.stages["first_call"]}))  # noqa: T201


if __name__ == "__main__":
    main()

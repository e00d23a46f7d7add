"""The services that measurements stand on: a set of their own below var/bench, stopped at the end."""

import os
from contextlib import contextmanager

from crm.runner.places import var_folder
from crm.runner.services import Services


@contextmanager
def ground():
    """Start them and set Django up. Yields their folder."""
    os.environ["WASL_VAR"] = str(var_folder() / "bench")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    services = Services(var_folder(), throwaway=False)
    services.join()
    for name, value in services.ensure().items():
        os.environ[name] = value
    os.environ["CACHE_PREFIX"] = "bench"
    os.environ["PACES"] = "off"  # one member asks more than any person
    import django  # noqa: PLC0415  # only now do the settings know where the database is

    django.setup()
    from django.db import connections  # noqa: PLC0415

    try:
        yield var_folder()
    finally:
        connections.close_all()
        services.stop()

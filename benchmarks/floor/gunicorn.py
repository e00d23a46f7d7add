"""The settings of `make run`, without loading a project that is not there."""

from crm.runner.gunicorn import *  # noqa: F403

del when_ready  # noqa: F821  # it loads Wasl's pages

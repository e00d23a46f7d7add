"""Every app once. Paths below a workspace carry no slug here: the tenant middleware moves it to SCRIPT_NAME."""

from django.urls import include, path

from crm.setup.workspaces.views import set_language

handler403 = "crm.ui.views.refusals.forbidden"
handler404 = "crm.ui.views.refusals.missing"
handler429 = "crm.setup.accounts.lockout.too_many"  # allauth asks for it
urlpatterns = [
    path("accounts/", include("crm.setup.accounts.urls")),
    path("language/", set_language, name="set_language"),
    path("", include("crm.runner.urls")),
    path("", include("crm.backup.urls")),
    path("", include("crm.moving.urls")),
    path("", include("crm.setup.urls")),
    path("", include("crm.tenants.urls")),
    path("", include("crm.events.urls")),
    path("", include("crm.records.urls")),
    path("", include("crm.ui.urls")),
    path("", include("crm.ui.saved.urls")),
    path("", include("crm.activities.urls")),
    path("", include("crm.channels.urls")),
    path("", include("crm.documents.urls")),
    path("", include("crm.search.urls")),
    path("", include("crm.notify.urls")),
    path("", include("crm.automation.urls")),
    path("", include("crm.transfer.urls")),
    path("", include("crm.api.urls")),
    path("", include("contacts.urls")),
    path("", include("sales.urls")),
    path("", include("marketing.urls")),
    path("", include("reports.urls")),
]

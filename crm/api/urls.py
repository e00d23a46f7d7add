from django.urls import path, re_path

from crm.access.guard import PROGRAMS
from crm.api.views import base, records, reference, tokens
from crm.api.webhooks import views as webhooks

HERE = PROGRAMS.removeprefix("/")

app_name = "api"
urlpatterns = [
    path("api/", reference.Reference.as_view(), name="reference"),
    path(f"{HERE}schema/", reference.Schema.as_view(), name="schema"),
    path(f"{HERE}<slug:slug>/", records.RecordsOf.as_view(), name="records"),
    path(f"{HERE}<slug:slug>/<int:pk>/", records.RecordOf.as_view(), name="record"),
    re_path(f"^{HERE}.*", base.Nowhere.as_view(), name="nowhere"),
    path("settings/tokens/", tokens.Tokens.as_view(), name="tokens"),
    path("settings/tokens/new/", tokens.TokenCreate.as_view(), name="token_create"),
    path("settings/tokens/all/", tokens.AllTokens.as_view(), name="all_tokens"),
    path("settings/tokens/<int:pk>/revocation/", tokens.TokenRevocation.as_view(), name="token_revocation"),
    path("settings/webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path("settings/webhooks/new/", webhooks.WebhookCreate.as_view(), name="webhook_create"),
    path("settings/webhooks/<int:pk>/", webhooks.WebhookPage.as_view(), name="webhook"),
    path("settings/webhooks/<int:pk>/edit/", webhooks.WebhookEdit.as_view(), name="webhook_edit"),
    path("settings/webhooks/<int:pk>/secret/", webhooks.SecretRenewal.as_view(), name="webhook_secret"),
    path("settings/webhooks/<int:pk>/pause/", webhooks.Pausing.as_view(), name="webhook_pause"),
    path("settings/webhooks/<int:pk>/resumption/", webhooks.Resumption.as_view(), name="webhook_resumption"),
    path("settings/webhooks/<int:pk>/removal/", webhooks.Removal.as_view(), name="webhook_removal"),
    path("settings/webhooks/<int:pk>/test/", webhooks.Trial.as_view(), name="webhook_test"),
    path(
        "settings/webhooks/<int:pk>/deliveries/<int:sending>/again/",
        webhooks.SendingAgain.as_view(),
        name="webhook_again",
    ),  # fmt: skip
]

from django.urls import path, re_path

from crm.access.guard import PROGRAMS
from crm.api.views import base, records, reference, tokens

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
]

from django.urls import path

from marketing.webforms import public, views

app_name = "marketing"
urlpatterns = [
    path("settings/forms/", views.WebFormList.as_view(), name="webform_list"),
    path("settings/forms/new/", views.WebFormCreate.as_view(), name="webform_create"),
    path("settings/forms/<int:pk>/", views.WebFormPage.as_view(), name="webform"),
    path("settings/forms/<int:pk>/edit/", views.WebFormEdit.as_view(), name="webform_edit"),
    path("f/<str:token>/", public.FormPage.as_view(), name="visit"),
    path("f/<str:token>/logo/<str:mark>/", public.FormLogo.as_view(), name="form_logo"),
]

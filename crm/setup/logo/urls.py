from django.urls import path

from crm.setup.logo import views

urlpatterns = [
    path("settings/general/logo/", views.LogoChange.as_view(), name="logo"),
    path("settings/general/logo/picture/", views.LogoPicture.as_view(), name="logo_picture"),
    path("settings/general/logo/removal/", views.LogoRemoval.as_view(), name="logo_removal"),
]

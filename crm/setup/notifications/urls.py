from django.urls import path

from crm.setup.notifications import views

urlpatterns = [
    path("settings/notifications/", views.Notifications.as_view(), name="notifications"),
    path("settings/notifications/devices/", views.DeviceAllow.as_view(), name="device_allow"),
    path("settings/notifications/devices/<int:pk>/removal/", views.DeviceEnd.as_view(), name="device_end"),
]

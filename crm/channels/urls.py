from django.urls import path

from crm.channels.email import views

app_name = "channels"
urlpatterns = [
    path("mailbox/", views.mail_list, name="mail_list"),
    path("mailbox/<int:pk>/", views.mail, name="mail"),
    path("mailbox/<int:pk>/attachments/<int:number>/", views.attachment, name="mail_attachment"),
]

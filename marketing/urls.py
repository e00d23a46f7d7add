from django.urls import path

app_name = "marketing"
urlpatterns: list[path] = []

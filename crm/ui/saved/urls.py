from django.urls import path

from crm.ui.views import columns, saved, where

app_name = "lists"
urlpatterns = [
    path("lists/<slug:key>/columns/", columns.ColumnChooser.as_view(), name="columns"),
    path("lists/<slug:key>/conditions/", where.ConditionBuilder.as_view(), name="where"),
    path("lists/<slug:key>/views/new/", saved.SaveView.as_view(), name="save"),
    path("views/<int:pk>/", saved.OpenView.as_view(), name="view"),
    path("views/<int:pk>/content/", saved.UpdateView.as_view(), name="update"),
    path("views/<int:pk>/edit/", saved.EditView.as_view(), name="edit"),
    path("views/<int:pk>/deletion/", saved.DeleteView.as_view(), name="delete"),
    path("views/<int:pk>/pin/", saved.PinView.as_view(), name="pin"),
]

from django.urls import path

from crm.setup.functions import views

urlpatterns = [
    path("settings/functions/", views.FunctionList.as_view(), name="functions"),
    path("settings/functions/new/", views.FunctionCreate.as_view(), name="function_create"),
    path("settings/functions/order/", views.FunctionOrder.as_view(), name="function_order"),
    path("settings/functions/<int:pk>/", views.FunctionRename.as_view(), name="function"),
    path("settings/functions/<int:pk>/removal/", views.FunctionRemoval.as_view(), name="function_removal"),
]

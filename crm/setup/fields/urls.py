from django.urls import path

from crm.setup.fields import views

PAGE, FIELD = "settings/fields/<slug:key>/", "settings/field/<int:pk>/"

urlpatterns = [
    path("settings/fields/", views.Fields.as_view(), name="fields"),
    path(PAGE, views.FieldList.as_view(), name="field_list"),
    path(f"{PAGE}new/", views.FieldKinds.as_view(), name="field_kinds"),
    path(f"{PAGE}new/<slug:kind>/", views.FieldCreate.as_view(), name="field_create"),
    path(f"{PAGE}order/", views.FieldOrder.as_view(), name="field_order"),
    path(f"{PAGE}sections/new/", views.SectionCreate.as_view(), name="section_create"),
    path(f"{PAGE}sections/<slug:section>/", views.SectionEdit.as_view(), name="section"),
    path(f"{PAGE}sections/<slug:section>/removal/", views.SectionRemoval.as_view(), name="section_removal"),
    path(f"{PAGE}reset/", views.LayoutReset.as_view(), name="layout_reset"),
    path(FIELD, views.FieldEdit.as_view(), name="field"),
    path(f"{FIELD}retirement/", views.FieldRetirement.as_view(), name="field_retirement"),
]

from django.urls import path

from contacts.companies.views import CompanyCreate, CompanyDetail, CompanyDuplicates
from contacts.people.views import ContactCreate, ContactDetail, ContactDuplicates
from crm.ui.routes import record_urls

app_name = "contacts"
urlpatterns = [
    path("people/duplicates/", ContactDuplicates.as_view(), name="contact_duplicates"),
    *record_urls("contact", "people", create=ContactCreate, detail=ContactDetail),
    path("companies/duplicates/", CompanyDuplicates.as_view(), name="company_duplicates"),
    *record_urls("company", "companies", create=CompanyCreate, detail=CompanyDetail),
]

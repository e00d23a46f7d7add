from contacts.companies.models import Company, CompanyScan, CompanyShare
from contacts.people.models import Contact, ContactPoint, ContactScan, ContactShare

__all__ = ["Company", "CompanyScan", "CompanyShare", "Contact", "ContactPoint", "ContactScan", "ContactShare"]

from crm.channels.email.models import Message, SentMail

__all__ = ["Message", "SentMail"]

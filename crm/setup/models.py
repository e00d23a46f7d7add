from crm.setup.accounts.models import AccountMail
from crm.setup.handover.models import HandOver, Part
from crm.setup.invitations.models import Invitation

__all__ = ["AccountMail", "HandOver", "Invitation", "Part"]

from crm.setup.invitations.models import Invitation

__all__ = ["Invitation"]

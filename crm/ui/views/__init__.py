from crm.ui.views.base import MemberView

__all__ = ["MemberView"]

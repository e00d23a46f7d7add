from marketing.webforms.models import Submission, WebForm

__all__ = ["Submission", "WebForm"]

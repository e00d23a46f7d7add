from django.db import models
from django.utils import timezone


class AccountMail(models.Model):
    """A mail about an account on its way out. Outside the wall: an account belongs to no workspace.

    The row is gone once the mail server has taken the mail. It may hold a link or a code, so one that was given up
    keeps its address and the reason, and not its words.
    """

    to = models.EmailField(max_length=254)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=2)
    message_id = models.CharField(max_length=120)  # the mail's own Message-ID, the same on every attempt
    due = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    given_up_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["due"], condition=models.Q(given_up_at=None), name="accountmail_due")]

    def __str__(self):
        return self.subject

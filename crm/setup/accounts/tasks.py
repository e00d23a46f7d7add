"""Mail about accounts. An account belongs to no workspace, so its mail has no row there to be kept in."""

from smtplib import SMTPException

from celery import shared_task
from django.core.mail import EmailMultiAlternatives


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=10, retry_backoff_max=900, max_retries=7)
def send_account_mail(to, subject, text, html):
    """Send one mail; when the server does not take it, try again for about half an hour."""
    mail = EmailMultiAlternatives(subject, text, to=[to])
    mail.attach_alternative(html, "text/html")
    mail.send()

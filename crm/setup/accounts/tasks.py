from crm.setup.accounts import outbox
from crm.tenants.jobs import system_task


@system_task
def send_account_mail(pk):
    outbox.deliver(pk)


@system_task
def sweep_account_mail():
    """Mails whose message a broker lost, and those that are tried once more."""
    for pk in outbox.claim_due():
        send_account_mail.delay(pk)

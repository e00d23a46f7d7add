"""Settings of backups, of the end of a workspace and of a record: what can be set is from the environment."""

import os

BACKUP_DIR = os.environ.get("BACKUP_DIR", "")  # empty is backups/ in WASL_VAR
BACKUP_AT = os.environ.get("BACKUP_AT", "01:30").removeprefix("off")  # UTC; "off" leaves it to you
BACKUP_DAILY = int(os.environ.get("BACKUP_DAILY") or 7)  # of so many days, weeks and months one backup is kept
BACKUP_WEEKLY = int(os.environ.get("BACKUP_WEEKLY") or 5)
BACKUP_MONTHLY = int(os.environ.get("BACKUP_MONTHLY") or 12)
BACKUP_PROOF_EVERY = int(os.environ.get("BACKUP_PROOF_EVERY") or 7)  # days from one proof to the next
BACKUP_PROOF_DAYS = int(os.environ.get("BACKUP_PROOF_DAYS") or 10)  # older than that, a red banner says so
ERASURE_GRACE_DAYS = int(os.environ.get("ERASURE_GRACE_DAYS") or 14)  # a deleted workspace can be taken back so long
WEBHOOK_LOG_DAYS = int(os.environ.get("WEBHOOK_LOG_DAYS") or 30)  # what was sent to webhooks is listed so long

# What forgets a record that is deleted for good, where it is kept under another name: forget_record(key, ids).
FORGETTERS: list[str] = [
    "crm.notify.deliver.forget_record",
    "crm.transfer.undoing.forget_record",
    "contacts.people.actions.forget_record",
    "marketing.webforms.actions.forget_record",
]

from tests.architecture.access import Row

# Not there at all unless the installation is one for trying things (settings.MAILBOX_OPEN).
ROWS = [
    Row(url="channels:mail_list", public=404),
    Row(url="channels:mail", args=lambda cast: (1,), public=404),
    Row(url="channels:mail_attachment", args=lambda cast: (1, 0), public=404),
]

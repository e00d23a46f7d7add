"""People who read the same page in different ways."""

from crm.l10n.state import Preferences

LONDON = Preferences("en", "gregorian", "latn", "Europe/London", 0, "GBP", "GB")
RIYADH = Preferences("ar", "gregorian", "latn", "Asia/Riyadh", 6, "SAR", "SA")
MECCA = Preferences("ar", "hijri", "arab", "Asia/Riyadh", 6, "SAR", "SA")
TEHRAN = Preferences("fa", "jalali", "arabext", "Asia/Tehran", 5, "IRR", "IR")
EVERYONE = (LONDON, RIYADH, MECCA, TEHRAN)

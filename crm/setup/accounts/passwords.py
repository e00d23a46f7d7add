"""What a password must be, said in our words: Django's are not there in every language, nor all of one hand."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.l10n.numbers import format_number


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self):
        least = self.min_length
        words = ngettext("Take at least %(count)s character.", "Take at least %(count)s characters.", least)
        return words % {"count": format_number(least)}


class NotCommon(rules.CommonPasswordValidator):
    def get_error_message(self):
        return _("Too many people use this password. Take another one.")


class NotAboutYou(rules.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return _("This is too much like your name or address.")

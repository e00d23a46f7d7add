"""The workspace (tenant), the person who signs in (user), and the seat that joins them (member)."""

import secrets

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import PLAIN, File, Words
from crm.tenants import lookups  # noqa: F401  # registers any_of on every field
from crm.tenants.base import TenantForeignKey, TenantModel


class Calendar(models.TextChoices):
    GREGORIAN = "gregorian", _("Gregorian")
    JALALI = "jalali", _("Jalali (solar Hijri)")
    HIJRI = "hijri", _("Umm al-Qura (lunar Hijri)")


class Digits(models.TextChoices):
    LATIN = "latn", _("0123456789")
    ARABIC = "arab", _("٠١٢٣٤٥٦٧٨٩")
    PERSIAN = "arabext", _("۰۱۲۳۴۵۶۷۸۹")


class Language(models.TextChoices):
    ARABIC = "ar", "العربية"
    PERSIAN = "fa", "فارسی"
    ENGLISH = "en", "English"


class Tenant(models.Model):
    """A workspace: one firm, its address in the URL, and how it writes dates, numbers and money."""

    record_key = "workspace"

    name = models.TextField()
    slug = models.SlugField(max_length=40, unique=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    country = models.CharField(max_length=2, default="GB")
    currency = models.CharField(max_length=3, default="GBP")
    time_zone = models.CharField(max_length=64, default="UTC")
    calendar = models.CharField(max_length=10, choices=Calendar, default=Calendar.GREGORIAN)
    digits = models.CharField(max_length=8, choices=Digits, blank=True)
    week_start = models.PositiveSmallIntegerField(default=0)  # 0 is Monday, as in datetime.weekday
    fiscal_start = models.CharField(max_length=16, blank=True)  # "jalali-01-01"; empty is the calendar's own first day
    phone_region = models.CharField(max_length=2, default="GB")
    address = models.TextField(blank=True)
    payment_details = models.TextField(blank=True)
    second_step_roles = ArrayField(models.TextField(), default=list, blank=True)  # keys of roles that need one
    bin_days = models.PositiveSmallIntegerField(default=90)  # how long the recycle bin keeps; 0 is for good
    fields_mark = models.TextField(blank=True, default="", editable=False)  # anew with each change of custom fields
    created_at = models.DateTimeField(auto_now_add=True)
    erase_asked_at = models.DateTimeField(null=True, editable=False)
    erase_at = models.DateTimeField(null=True, editable=False)  # shut, and erased then; until then an owner may undo it

    def __str__(self):
        return self.name


STANDS_IN = "@seat.invalid"  # no mail ever leads there (RFC 2606)


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, once, whatever workspaces they sit in. The e-mail is kept in lower case."""

    email = models.EmailField(unique=True)
    name = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=Language, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = EMAIL_FIELD = "email"

    @property
    def stands_in(self):
        """Nobody yet: holds a seat that came from another installation until its person has accepted it."""
        return self.email.endswith(STANDS_IN)

    objects = UserManager()

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name


class Member(TenantModel):
    """A user's seat in a workspace: the name colleagues see, the role, the team, and how they read the screen."""

    record_key, actor_kind = "member", "member"
    archive_refs = {"functions": PLAIN, "lists": Words()}
    archive_words = ("assignee", "asked_by", "added_by", "to_id", "before_id", "deputies", "given")

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        COMPACT = "compact", _("Compact")
        DEFAULT = "default", _("Default")
        COMFORTABLE = "comfortable", _("Comfortable")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seats")
    name = models.TextField()
    title = models.TextField(blank=True)
    role = TenantForeignKey("access.Role", on_delete=models.PROTECT, related_name="members")
    team = TenantForeignKey("access.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    functions = ArrayField(models.TextField(), default=list, blank=True)  # keys of access.Function: "surveyor"
    language = models.CharField(max_length=2, choices=Language, blank=True)
    calendar = models.CharField(max_length=10, choices=Calendar, blank=True)
    digits = models.CharField(max_length=8, choices=Digits, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    density = models.CharField(max_length=12, choices=Density, default=Density.DEFAULT)
    signature = models.TextField(blank=True)  # plain text, below the mails the member writes
    lists = models.JSONField(default=dict, blank=True)  # columns chosen and views pinned: crm.ui.saved.choices
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "user"], name="member_once_a_workspace")]
        indexes = [models.Index(fields=["tenant", "team"], name="member_by_team")]

    def __str__(self):
        return self.name

    @property
    def actor_id(self):
        return self.pk


class PublicLink(models.Model):
    """A token that brings a stranger to one object of one tenant. Outside the wall: it holds nothing else."""

    token_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "kind", "object_id"], name="publiclink_of_object")]


def logo_path(instance, filename):
    """Where a logo lies: in the workspace's folder, under a name that cannot be guessed and that nobody typed."""
    return f"{instance.tenant_id}/logo/{secrets.token_urlsafe(24)}"


class Logo(TenantModel):
    """The firm's sign on its papers, mails and public pages: one a workspace, of pixels that were written here."""

    archive_refs = {"file": File()}

    file = models.FileField(upload_to=logo_path, max_length=200)
    content_type = models.CharField(max_length=10)  # image/png or image/jpeg
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [  # an archive that is brought in is held to them too
            models.UniqueConstraint(fields=["tenant"], name="logo_once_a_workspace"),
            models.CheckConstraint(
                condition=models.Q(content_type__in=["image/png", "image/jpeg"]), name="logo_is_a_picture"
            ),
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="logo_has_points"),
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="logo_has_a_mark"),
        ]

    @property
    def mark(self):
        """Another one for another picture: addresses with it may be kept for good."""
        return self.sha256[:16]

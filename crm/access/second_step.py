"""The second step of signing in that a workspace may ask of a role."""

from allauth.mfa.models import Authenticator

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes stand in for one of these


def has_second_step(user):
    return Authenticator.objects.filter(user_id=user.pk, type__in=STEPS).exists()


def lacks_second_step(member):
    """Whether the workspace asks one of the member's own role, and they have none."""
    role = getattr(member, "own_role", member.role)  # looking as another role asks nothing more of anybody
    return role.key in member.tenant.second_step_roles and not has_second_step(member.user)

from crm.setup.audit.urls import urlpatterns as audit
from crm.setup.fields.urls import urlpatterns as fields
from crm.setup.functions.urls import urlpatterns as functions
from crm.setup.general.urls import urlpatterns as general
from crm.setup.handover.urls import urlpatterns as handover
from crm.setup.hours.urls import urlpatterns as hours
from crm.setup.invitations.urls import urlpatterns as invitations
from crm.setup.logo.urls import urlpatterns as logo
from crm.setup.members.urls import urlpatterns as members
from crm.setup.notifications.urls import urlpatterns as notifications
from crm.setup.profile.urls import urlpatterns as profile
from crm.setup.roles.urls import urlpatterns as roles
from crm.setup.security.urls import urlpatterns as security
from crm.setup.teams.urls import urlpatterns as teams
from crm.setup.workspaces.urls import urlpatterns as workspaces

app_name = "setup"
urlpatterns = [
    *workspaces, *general, *logo, *hours, *profile, *notifications, *members, *handover, *invitations, *roles, *audit,
    *security, *teams, *functions, *fields,
]  # fmt: skip

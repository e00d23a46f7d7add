from crm.setup.general.urls import urlpatterns as general
from crm.setup.invitations.urls import urlpatterns as invitations
from crm.setup.members.urls import urlpatterns as members
from crm.setup.profile.urls import urlpatterns as profile
from crm.setup.roles.urls import urlpatterns as roles
from crm.setup.workspaces.urls import urlpatterns as workspaces

app_name = "setup"
urlpatterns = [*workspaces, *general, *profile, *members, *invitations, *roles]

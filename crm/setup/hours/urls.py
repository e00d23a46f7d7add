from django.urls import path

from crm.setup.hours import views

urlpatterns = [
    path("settings/hours/", views.HoursPage.as_view(), name="hours"),
    path("settings/hours/public/", views.PublicHolidays.as_view(), name="public_holidays"),
    path("settings/hours/holidays/new/", views.HolidayCreate.as_view(), name="holiday_create"),
    path("settings/hours/holidays/<int:pk>/", views.HolidayEdit.as_view(), name="holiday"),
    path("settings/hours/holidays/<int:pk>/deletion/", views.HolidayDeletion.as_view(), name="holiday_deletion"),
    path("settings/hours/holidays/<int:pk>/sighting/", views.HolidaySighting.as_view(), name="holiday_sighting"),
    path("settings/hours/seasons/new/", views.SeasonCreate.as_view(), name="season_create"),
    path("settings/hours/seasons/<int:pk>/deletion/", views.SeasonDeletion.as_view(), name="season_deletion"),
    path("settings/hours/teams/<int:team>/", views.HoursPage.as_view(), name="team_hours"),
    path("settings/hours/teams/<int:team>/reset/", views.HoursReset.as_view(), name="team_hours_reset"),
    path("settings/hours/teams/<int:team>/public/", views.PublicHolidays.as_view(), name="team_public_holidays"),
    path("settings/hours/teams/<int:team>/holidays/new/", views.HolidayCreate.as_view(), name="team_holiday_create"),
    path("settings/hours/teams/<int:team>/seasons/new/", views.SeasonCreate.as_view(), name="team_season_create"),
]

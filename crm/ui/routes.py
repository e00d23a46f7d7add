"""The addresses that every record type has, under one prefix and with names made of its key."""

from django.urls import path

from crm.ui import views


def record_urls(key, prefix, **own):
    """URL patterns for `<prefix>/…`, named `<key>_list`, `<key>_create`, `<key>`, …

    `own` replaces a view by verb: record_urls("contact", "people", create=ContactCreate).
    """

    def route(tail, verb, base):
        view = own.get(verb, base).as_view(key=key)
        return path(f"{prefix}/{tail}", view, name=key if verb == "detail" else f"{key}_{verb}")

    return [
        route("", "list", views.RecordList),
        route("new/", "create", views.RecordCreate),
        route("bulk/<slug:verb>/", "bulk", views.RecordBulk),
        route("<int:pk>/", "detail", views.RecordDetail),
        route("<int:pk>/edit/", "edit", views.RecordEdit),
        route("<int:pk>/facts/<slug:name>/", "fact", views.InlineEdit),
        route("<int:pk>/access/", "access", views.RecordAccess),
        route("<int:pk>/shares/", "share", views.RecordShare),
        route("<int:pk>/shares/end/", "unshare", views.RecordUnshare),
        route("<int:pk>/timeline/", "timeline", views.RecordTimeline),
        route("<int:pk>/deletion/", "delete", views.RecordDelete),
        route("<int:pk>/restoration/", "restore", views.RecordRestore),
    ]

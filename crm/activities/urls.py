from django.urls import path

from crm.activities.views import composing, lists, tasks

app_name = "activities"
_on_record = "records/<slug:key>/<int:record_id>"
urlpatterns = [
    path("today/", lists.Today.as_view(), name="today"),
    path("today/postponement/", lists.BulkPostponement.as_view(), name="postponement"),
    path("tasks/", lists.TaskList.as_view(), name="task_list"),
    path("tasks/new/", tasks.TaskCreate.as_view(), name="task_create"),
    path("tasks/<int:pk>/", tasks.TaskDetail.as_view(), name="task"),
    path("tasks/<int:pk>/edit/", tasks.TaskEdit.as_view(), name="task_edit"),
    path("tasks/<int:pk>/completion/", tasks.Completion.as_view(), name="task_completion"),
    path("tasks/<int:pk>/reopening/", tasks.Reopening.as_view(), name="task_reopening"),
    path("tasks/<int:pk>/cancellation/", tasks.Cancellation.as_view(), name="task_cancellation"),
    path("tasks/<int:pk>/postponement/", tasks.Postponement.as_view(), name="task_postponement"),
    path("calls/", lists.CallList.as_view(), name="call_list"),
    path("calls/<int:pk>/", lists.CallDetail.as_view(), name="call"),
    path(f"{_on_record}/notes/", composing.NoteCreate.as_view(), name="note_create"),
    path(f"{_on_record}/calls/", composing.CallCreate.as_view(), name="call_create"),
    path(f"{_on_record}/tasks/new/", composing.TaskOnRecord.as_view(), name="task_on_record"),
    path(f"{_on_record}/tasks/", composing.RecordTasks.as_view(), name="record_tasks"),
]

from django.urls import path

from crm.documents.views import documents, files, templates

app_name = "documents"
urlpatterns = [
    path("documents/of/<slug:key>/<int:pk>/", documents.DocumentList.as_view(), name="documents"),
    path("documents/of/<slug:key>/<int:pk>/new/", documents.DocumentCreate.as_view(), name="create"),
    path("documents/<int:pk>/", documents.DocumentFile.as_view(), name="document"),
    path("documents/<int:pk>/again/", documents.DocumentAgain.as_view(), name="again"),
    path("documents/<int:pk>/mail/", documents.DocumentMail.as_view(), name="mail"),
    path("files/of/<slug:key>/<int:pk>/", files.FileList.as_view(), name="files"),
    path("files/of/<slug:key>/<int:pk>/new/", files.FileAdd.as_view(), name="add"),
    path("files/<int:pk>/", files.FileContent.as_view(), name="file"),
    path("files/<int:pk>/preview/", files.FilePreview.as_view(), name="file_preview"),
    path("files/<int:pk>/thumbnail/", files.FileThumbnail.as_view(), name="thumbnail"),
    path("files/<int:pk>/removal/", files.FileRemoval.as_view(), name="removal"),
    path("settings/documents/", templates.TemplateList.as_view(), name="templates"),
    path("settings/documents/new/<slug:key>/", templates.TemplateCreate.as_view(), name="template_create"),
    path("settings/documents/<int:pk>/", templates.TemplateEdit.as_view(), name="template"),
    path("settings/documents/preview/<slug:key>/<slug:language>/", templates.TemplatePreview.as_view(), name="preview"),
]

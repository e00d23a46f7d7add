"""Papers follow the record they hang on: who sees it reads them, who edits it makes, sends and adds to them."""

import base64

from django.core.files.uploadedfile import SimpleUploadedFile

from contacts.people.models import Contact
from crm.documents import actions
from crm.documents.attachments import attach
from crm.documents.models import DocumentTemplate
from crm.documents.thumbnails import make_thumbnail
from tests.architecture.access import Row
from tests.architecture.access.contacts import contact

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
SOURCE = "<p>{{ client.name }}, {{ number }}</p>"


def upload():
    return SimpleUploadedFile("plan.pdf", b"%PDF-1.7")


def of_contact(cast):
    return ("contact", *contact(cast))


def template(cast):
    bodies = {"en": {"title": "Letter", "source": SOURCE}}
    made = actions.create_template(name="Letter", record_type="contact", bodies=bodies, by=cast.owner)
    return (made.pk,)


def document(cast):
    (pk,) = contact(cast)
    [template_pk] = template(cast)
    person, chosen = Contact.objects.get(pk=pk), DocumentTemplate.objects.get(pk=template_pk)
    made = actions.request(person, chosen, by=cast.rep)
    actions.render(made.pk)
    return (made.pk,)


def file(cast):
    (pk,) = contact(cast)
    [kept] = attach(Contact.objects.get(pk=pk), [upload()], by=cast.rep)
    return (kept.pk,)


def picture(cast):
    (pk,) = contact(cast)
    [kept] = attach(Contact.objects.get(pk=pk), [SimpleUploadedFile("a.png", PNG)], by=cast.rep)
    make_thumbnail(kept.pk)
    return (kept.pk,)


def letter(cast, args):
    return {"to": "noura@example.com", "subject": "Your letter", "body": "Here it is."}


def editor(cast, args):
    return {"name": "Letter", "title_en": "Letter", "source_en": SOURCE}


def asked(cast, args):
    return {"template": template(cast)[0], "language": ""}


DONE = {"owner": 302, "manager": 302, "rep": 302, "agent": 302, "reader": 403}
EDITORS = {"reader": 403}
SETTINGS = {"manager": 403, "rep": 403, "agent": 403, "reader": 403}
CONTACTS = {"names_object": False}  # the type is named, not a thing of the workspace


def post(url, args, data=None, **statuses):
    return Row(url=f"documents:{url}", method="post", args=args, data=data or (lambda cast, args: {}), **statuses)


def get(url, args, **statuses):
    return Row(url=f"documents:{url}", args=args, **statuses)


ROWS = [
    get("documents", of_contact),
    get("create", of_contact, **EDITORS),
    post("create", of_contact, asked, **DONE),
    get("document", document),
    post("again", document, **DONE),
    get("mail", document, **EDITORS),
    post("mail", document, letter, **DONE),
    get("files", of_contact),
    post("add", of_contact, lambda cast, args: {"file": upload()}, **DONE),
    get("file", file),
    get("file_preview", file),
    get("thumbnail", picture),
    get("removal", file, **EDITORS, agent=403),
    post("removal", file, **{**DONE, "agent": 403}),
    Row(url="documents:templates", **SETTINGS),
    get("template_create", lambda cast: ("contact",), **SETTINGS, **CONTACTS),
    post("template_create", lambda cast: ("contact",), editor, **{**SETTINGS, "owner": 302}, **CONTACTS),
    get("template", template, **SETTINGS),
    post("template", template, editor, **{**SETTINGS, "owner": 302}),
    post("preview", lambda cast: ("contact", "en"), editor, **SETTINGS, **CONTACTS),
]

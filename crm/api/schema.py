"""The API in the words of OpenAPI 3, as one member meets it. drf-spectacular puts it together; what a type has comes
from its declaration (crm.api.describing)."""

from django.conf import settings
from django.urls import get_script_prefix, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

from crm.access.guard import PROGRAMS
from crm.api.describing import types_as_met

TEXT, NOTHING = {"type": "string"}, {"nullable": True}
SHAPES = {
    "Money": {"minor": {"type": "integer"}, "currency": TEXT, "amount": TEXT},
    "Link": {"id": {"type": "integer", **NOTHING}, "name": TEXT},
    "Step": {"state": TEXT, "text": TEXT, "due_at": {"type": "string", "format": "date-time", **NOTHING}},
    "Problem": {
        "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT,
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
    },
}  # fmt: skip
KINDS = {
    "text": TEXT, "email": TEXT, "number": {"type": "number"}, "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"}, "yes": {"type": "boolean"},
    "texts": {"type": "array", "items": TEXT},
}  # fmt: skip
REFERRED = {"money": "Money", "link": "Link", "step": "Step"}
FAILURES = ("400", "401", "403", "404", "412", "429")
# (method, whether of one record) → the name of the operation
VERBS = {
    ("GET", False): "list", ("POST", False): "create", ("GET", True): "read", ("PATCH", True): "change",
    ("DELETE", True): "delete",
}  # fmt: skip


def schema_for(member, views):
    """The document. `views` are the view of many records and that of one."""
    many, single = views
    patterns = []
    for met in types_as_met(member):
        here = f"{PROGRAMS.removeprefix('/')}{met.kind.slug}/"
        patterns += [path(here, many.as_view(met=met)), path(f"{here}<int:pk>/", single.as_view(met=met))]
    generator = SchemaGenerator(patterns=patterns)
    for name, properties in SHAPES.items():
        _register(generator.registry, name, {"type": "object", "properties": properties})
    found = generator.get_schema(public=True)
    found["info"] = {"title": f"{member.tenant.name}: API", "version": "1"}
    found["servers"] = [{"url": f"{settings.PUBLIC_URL}{get_script_prefix().rstrip('/')}"}]
    found.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return found


def _register(registry, name, shape):
    component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=shape)
    registry.register_on_missing(component)
    return component.ref


def _ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def shape_of(field):
    """The JSON Schema of a field."""
    if field.kind in REFERRED:
        shape = {"allOf": [_ref(REFERRED[field.kind])]}
    elif field.kind == "choice":
        values = [value for value, _label in field.choices]
        shape = {"type": "integer" if all(isinstance(one, int) for one in values) else "string", "enum": values}
    else:
        shape = dict(KINDS[field.kind])
    return {**shape, "title": field.label} | ({} if field.kind == "texts" else NOTHING)


class TypeSchema(AutoSchema):
    """Of the views of a record type, which have it as `met`."""

    @property
    def verb(self):
        return VERBS[self.method, "{" in self.path]

    def is_excluded(self):
        met = self.view.met
        allowed = {"create": met.takes, "change": met.changes, "delete": met.may_delete}
        return not allowed.get(self.verb, True)

    def get_operation_id(self):
        return f"{self.view.met.kind.slug}_{self.verb}"

    def get_tags(self):
        return [str(self.view.met.kind.label_plural)]

    def get_description(self):
        return ""

    def get_auth(self):
        return [{"token": []}]

    def get_override_parameters(self):
        if self.verb != "list":
            return [OpenApiParameter("If-Match", str, OpenApiParameter.HEADER)] if self.verb in _HELD else []
        met = self.view.met
        sorts = [way + name for name in met.sorts for way in ("", "-")]
        filters = [
            OpenApiParameter(
                one.name, str, description=one.label, enum=[value for value, _label in one.choices] or None
            )
            for one in met.filters
        ]
        return [
            *([OpenApiParameter("q", str)] if met.kind.scan else []),
            OpenApiParameter("sort", str, enum=sorts),
            OpenApiParameter("size", int),
            OpenApiParameter("after", str),
            OpenApiParameter("before", str),
            OpenApiParameter("view", str, enum=["mine"]),
            *filters,
        ]

    def get_request_serializer(self):
        met = self.view.met
        names = {"create": met.takes, "change": met.changes}.get(self.verb)
        if not names:
            return None
        shape = {"type": "object", "properties": {one.name: shape_of(one) for one in met.fields if one.name in names}}
        if self.verb == "create" and met.needs:
            shape["required"] = sorted(met.needs)
        return {"application/json": shape}

    def get_response_serializers(self):
        failures = {code: _ref("Problem") for code in FAILURES}
        if self.verb == "delete":
            return {"204": None, **failures}
        record = self._record()
        if self.verb == "list":
            page = {"results": {"type": "array", "items": record}}
            page |= {name: {"type": "string", "format": "uri", **NOTHING} for name in ("next", "previous")}
            page |= {name: {"type": "boolean"} for name in ("similar", "capped")}
            record = {"type": "object", "properties": page}
        return {"201" if self.verb == "create" else "200": record, **failures}

    def _record(self):
        met = self.view.met
        told = {"id": {"type": "integer"}, "url": {"type": "string", "format": "uri"}}
        told |= {field.name: shape_of(field) for field in met.fields}
        told["updated_at"] = {"type": "string", "format": "date-time"}
        shape = {"type": "object", "properties": told, "required": list(told)}
        return _register(self.registry, met.kind.key.title().replace("_", ""), shape)


_HELD = ("change", "delete")

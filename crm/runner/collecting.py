"""What sends spans to a collector, in batches, from a thread of its own (OTLP over HTTP)."""

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def provider(service):
    """Where to, how often and with which headers stands in OpenTelemetry's own environment variables."""
    made = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return made

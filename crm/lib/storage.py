"""Where files are kept: in a folder of this machine, or in a bucket behind anything that speaks S3."""

from urllib.parse import parse_qs, unquote, urlsplit

IN_MEMORY = 5 * 1024 * 1024  # bytes of one file; larger ones are put aside on disk while they are handed out
SHAPE = "STORAGE_URL is to be s3://key:secret@host/bucket?region=…"


def storage_of(url, *, folder):
    """The entry of Django's STORAGES for `url`: s3://key:secret@host[:port]/bucket[/folder][?region=…][&tls=0], what is
    special in key and secret percent-encoded; "" keeps files in `folder`.

    Raises ValueError, without the secret in it, for what cannot be read so.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    address = urlsplit(url)
    bucket, _slash, location = address.path.strip("/").partition("/")
    if address.scheme != "s3" or not (address.hostname and address.username and address.password and bucket):
        raise ValueError(SHAPE)
    asked = {name: values[-1] for name, values in parse_qs(address.query).items()}
    if set(asked) - {"region", "tls"}:
        raise ValueError(f"{SHAPE} knows no {', '.join(sorted(set(asked) - {'region', 'tls'}))}")
    host = address.netloc.rpartition("@")[2]
    return {
        "BACKEND": "crm.lib.bucket.Bucket",
        "OPTIONS": {
            "access_key": unquote(address.username),
            "secret_key": unquote(address.password),
            "endpoint_url": f"{'http' if asked.get('tls') == '0' else 'https'}://{host}",
            "bucket_name": bucket,
            "location": location,
            "region_name": asked.get("region", "us-east-1"),
            "default_acl": None,  # as private as the bucket: nothing is ever handed out but by our own pages
            "file_overwrite": False,
            "max_memory_size": IN_MEMORY,
        },
    }

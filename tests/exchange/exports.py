"""The day of the samples, and the moment that exports of them are stamped with."""

import io
import zipfile
from datetime import UTC, date, datetime

TODAY = date(2025, 11, 10)
STAMP = datetime(2025, 11, 10, 1, 30, tzinfo=UTC)


def readable(data):
    """Give the text of a file, that of all its parts when it is a zip of them."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist() if name.endswith((".xml", ".rels")))

"""The day of the samples, and the moment that exports of them are stamped with."""

from datetime import UTC, date, datetime

TODAY = date(2025, 11, 10)
STAMP = datetime(2025, 11, 10, 1, 30, tzinfo=UTC)

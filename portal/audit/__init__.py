"""The audit log: append-only, hash-chained per programme and once for the platform.

Use it as ``audit.record(...)`` inside the transaction of the event itself.
"""

from portal.audit.log import person, record, record_denial, transaction

__all__ = ["person", "record", "record_denial", "transaction"]

"""Tables of records; importing this package registers all of them."""

from records.models.audit import AuditEvent, Export
from records.models.base import Base
from records.models.people import SignIn, User
from records.models.runs import Check, Publication, Run, RunStep

__all__ = [
    "AuditEvent",
    "Base",
    "Check",
    "Export",
    "Publication",
    "Run",
    "RunStep",
    "SignIn",
    "User",
]

"""What somebody without the right to see contact details gets instead; decided in SQL."""

from __future__ import annotations

from records.permissions.rules import Actor, may

_HIDDEN = "•••"


def sees_contact(actor: Actor) -> bool:
    """May this person see e-mail addresses and phone numbers?"""
    return may(actor, "customers.view_contact")


def email_sql(actor: Actor, column: str = "email") -> str:
    """An e-mail address, or its first letter and domain."""
    if sees_contact(actor):
        return column
    return (
        f"case when {column} is not null "
        f"then left({column}, 1) || '{_HIDDEN}@' || split_part({column}, '@', 2) end"
    )


def phone_sql(actor: Actor, column: str = "phone") -> str:
    """A phone number, or its last two digits."""
    if sees_contact(actor):
        return column
    return f"case when {column} is not null then '{_HIDDEN}' || right({column}, 2) end"


def text_sql(actor: Actor, column: str) -> str:
    """A free text, with whatever looks like an address or a long number taken out."""
    if sees_contact(actor):
        return column
    without_email = f"regexp_replace({column}, '[^\\s@:,;<>]+@[^\\s@,;<>]+', '{_HIDDEN}', 'g')"
    return f"regexp_replace({without_email}, '\\+?\\d[\\d\\s().-]{{7,}}\\d', '{_HIDDEN}', 'g')"


def by_kind_sql(actor: Actor, column: str, *, kind: str) -> str:
    """A value whose kind another column tells: e-mail, phone, or something harmless."""
    if sees_contact(actor):
        return column
    return (
        f"case when {kind} = 'email' then {email_sql(actor, column)} "
        f"when {kind} = 'phone' then {phone_sql(actor, column)} "
        f"else {text_sql(actor, column)} end"
    )

"""Phone numbers as people write them, in E.164."""

from collections.abc import Iterable

import duckdb
import phonenumbers
import pyarrow

_CHUNK = 50_000

# Most numbers of the two largest plans need no parser: a million cost 0.3 s here and 40 s there.
_PLAIN_PLANS = """
    case
        when regexp_full_match(phone, '[+]1[2-9][0-9]{2}[2-9][0-9]{6}') then phone
        when regexp_full_match(phone, '[+]861[3-9][0-9]{9}') then phone
        when country_code in ('US', 'CA') and regexp_full_match(phone, '[2-9][0-9]{2}[2-9][0-9]{6}')
            then '+1' || phone
        when country_code = 'CN' and regexp_full_match(phone, '1[3-9][0-9]{9}') then '+86' || phone
    end
"""


def to_e164(phone: str, country_code: str | None) -> str | None:
    """The number in E.164, read as dialled in the country; None when it is no possible number.

    Possible, not valid: number plans change faster than their tables, and a made-up but well-formed
    number ties two records of one person together as well as a real one.
    """
    region = country_code if country_code in phonenumbers.SUPPORTED_REGIONS else None
    text = "+" + phone[2:] if phone.startswith("00") else phone
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_phones(connection: duckdb.DuckDBPyConnection) -> int:
    """Fills identity.phone_numbers for pairs of phone and country not seen before.

    Returns:
        How many pairs were new.
    """
    connection.execute(f"""
        create or replace temp table new_phones as
        select phone, country_code, {_PLAIN_PLANS} as phone_e164
        from (
            select distinct phone, coalesce(phone_country_code, '') as country_code
            from intermediate.int_contacts__unioned
            where phone is not null
        ) as written
        where not exists (
            select 1 from identity.phone_numbers as known
            where known.phone = written.phone and known.country_code = written.country_code
        )
    """)
    connection.begin()
    try:
        connection.execute("""
            insert into identity.phone_numbers
            select phone, country_code, phone_e164 from new_phones where phone_e164 is not null
        """)
        odd = connection.execute(
            "select phone, country_code from new_phones where phone_e164 is null"
        ).fetchall()
        for start in range(0, len(odd), _CHUNK):
            _insert(connection, odd[start : start + _CHUNK])
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    found = connection.execute("select count(*) from new_phones").fetchone()
    connection.execute("drop table new_phones")
    return found[0] if found else 0


def _insert(connection: duckdb.DuckDBPyConnection, pairs: Iterable[tuple[str, str]]) -> None:
    rows = [(phone, country, to_e164(phone, country or None)) for phone, country in pairs]
    parsed = pyarrow.table(
        {
            "phone": pyarrow.array([row[0] for row in rows], pyarrow.string()),
            "country_code": pyarrow.array([row[1] for row in rows], pyarrow.string()),
            "phone_e164": pyarrow.array([row[2] for row in rows], pyarrow.string()),
        }
    )
    connection.register("parsed_phones", parsed)
    try:
        connection.execute("insert into identity.phone_numbers select * from parsed_phones")
    finally:
        connection.unregister("parsed_phones")

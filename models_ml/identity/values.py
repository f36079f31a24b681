"""What records can be linked by: the values they share, less those that tell nobody apart."""

import duckdb

# Mailboxes people type to get past a form, at whatever domain. Addresses that many people really
# use, like info@, are found by counting names.
_JUNK_MAILBOXES = (
    "test", "testing", "tester", "null", "none", "noemail", "nomail", "na", "unknown",
    "anonymous", "guest", "noreply", "no-reply", "donotreply", "do-not-reply", "example", "fake",
    "asdf", "xxx", "aaa", "nobody", "invalid",
)  # fmt: skip

# A family shares a mailbox or a telephone; more given names than this are not one household.
MAX_NAMES_PER_EMAIL = 5
MAX_NAMES_PER_PHONE = 8


def collect_values(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes temp table new_values, shaped like identity.link_values, of changed_records."""
    mailboxes = ", ".join(f"'{name}'" for name in _JUNK_MAILBOXES)
    connection.execute(f"""
        create or replace temp table new_values as
        with contacts as (
            select
                contacts.*,
                phone_numbers.phone_e164,
                -- an initial fits too many names to tell anyone apart
                case when not regexp_full_match(first_name_normalised, '[a-z]')
                    then first_name_normalised end as first_name_known
            from intermediate.int_contacts__unioned as contacts
            left join identity.phone_numbers as phone_numbers
                on
                    contacts.phone = phone_numbers.phone
                    and coalesce(contacts.phone_country_code, '') = phone_numbers.country_code
            where contacts.record_key in (select record_key from changed_records)
        )
        select record_key, 'person' as kind, source || ':' || person_id as link_value,
            first_name_known as first_name
        from contacts where person_id is not null
        union all
        select record_key, 'email', email_normalised, first_name_known
        from contacts
        where
            email_normalised is not null
            and split_part(email_normalised, '@', 1) not in ({mailboxes})
        union all
        select record_key, 'phone', phone_e164, first_name_known
        from contacts
        where
            phone_e164 is not null
            -- 000 0000, 123 4567: no subscriber has them
            and replace(right(phone_e164, 7), right(phone_e164, 1), '') <> ''
            and right(phone_e164, 7) not in ('1234567', '7654321', '2345678', '3456789', '4567890')
    """)


def tie_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes temp table ties(record_key, kind, token) for temp table affected_records.

    Records with the same kind and token are one person. How many names a value carries
    is counted over all records, affected or not: a value is junk by what everybody does with it.
    """
    connection.execute(f"""
        create or replace temp table ties as
        with mine as (
            select * from identity.link_values
            where record_key in (select record_key from affected_records)
        ),
        shared as (
            select
                kind, link_value,
                count(distinct first_name) as name_count
            from identity.link_values
            where (kind, link_value) in (select (kind, link_value) from mine)
            group by kind, link_value
            having count(*) > 1
        )
        select
            mine.record_key,
            mine.kind,
            -- a telephone with several given names is a household: one tie a name
            case when mine.kind = 'phone' and shared.name_count > 1
                then mine.link_value || '|' || mine.first_name else mine.link_value end as token
        from mine
        inner join shared on mine.kind = shared.kind and mine.link_value = shared.link_value
        where
            mine.kind = 'person'
            or (mine.kind = 'email' and shared.name_count <= {MAX_NAMES_PER_EMAIL})
            or (
                mine.kind = 'phone' and shared.name_count <= {MAX_NAMES_PER_PHONE}
                and (shared.name_count <= 1 or mine.first_name is not null)
            )
    """)

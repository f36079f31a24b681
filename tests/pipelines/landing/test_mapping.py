"""Maps are checked as a whole, and every fault is a sentence."""

from pathlib import Path

import pytest

from pipelines.failures import PermanentFailure
from pipelines.landing.mapping import load_map, parse_map
from pipelines.landing.targets import load_targets


def faults(text: str) -> str:
    with pytest.raises(PermanentFailure) as caught:
        parse_map(text, name="shop.yaml")
    return str(caught.value)


def test_all_faults_come_at_once_with_place_known_values_and_spelling() -> None:
    said = faults("""
source: shop
timezone: Europe/Londn
files:
  - pattern: orders*
    targets:
      - target: order_line
        fields: {order_id: x}
      - target: orders
        fields:
          {order_id: id, ordered_att: at, order_type: {value: sales}, city: {column: a, value: b}}
  - pattern: c*
    targets:
      - target: customers
        fields: {customer_id: {column: id, type: money}, email: {column: e, format: iso}, phone: {}}
""")
    for sentence in (
        "shop.yaml has 9 faults",
        'timezone: "Europe/Londn" is not a time zone; did you mean "Europe/London"?',
        'targets[order_line]: "order_line" is not a target; did you mean "order_lines"?',
        'fields: the required field "ordered_at" is not mapped',
        '"ordered_att" is not a field of orders; did you mean "ordered_at"?',
        '"sales" is not allowed; did you mean "sale"? (known: sale, cancellation)',
        "fields.city: give exactly one of column, value, sql (it has column and value)",
        'fields.customer_id: type is "money", but the contract says text',
        "fields.email: format is for timestamps and dates; email is text",
        "fields.phone: give exactly one of column, value, sql (it has none of them)",
        "Trying again will not help",
    ):
        assert sentence in said


def test_unknown_keys_and_values_are_named_by_place() -> None:
    said = faults("""
source: My Shop
files:
  - pattern: orders*
    formt: csv
    format: cvs
    columns: [{name: a, start: 0, width: 2}]
    targets:
      - target: orders
        filds: {}
        fields: {order_id: {colum: id}}
""")
    assert 'files[orders*].formt: "formt" is not a key here; did you mean "format"?' in said
    assert 'files[orders*].format: "cvs" is not known; did you mean "csv"?' in said
    assert 'targets[orders].filds: "filds" is not a key here; did you mean "fields"?' in said
    assert '"colum" is not a key here; did you mean "column"?' in said
    assert "source: " in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [", "is not valid YAML"),
        ("- a", "is not a map"),
        ("source: shop", 'the key "files" is missing'),
        ("source: shop\nfiles: []", "files"),
    ],
)
def test_what_is_no_map_at_all(text: str, sentence: str) -> None:
    assert sentence in faults(text)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PermanentFailure, match="cannot be read"):
        load_map(tmp_path / "none.yaml")


def test_the_contract_names_a_known_key_for_every_target() -> None:
    for target in load_targets().values():
        assert set(target.key) <= set(target.fields)
        assert target.description

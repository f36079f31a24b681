"""However files are split, grown and re-ordered, the same rows land as in one go."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipelines.landing.landing_help import LINES, connect, land, multiset, rows

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
GOOD = st.tuples(
    st.sampled_from(["o1", "o2", "o3"]),
    st.sampled_from(["p1", 'p "2"', "p,3", "", "p\n4", "产品"]),
    st.sampled_from(["1", "2", "2.5"]),
    st.sampled_from(["2024-01-01 10:00:00", "2024-01-02T10:00:00+08:00", ""]),
)
BAD = st.tuples(
    st.sampled_from(["", "o1"]),
    st.just("p1"),
    st.sampled_from(["many", "?"]),
    st.sampled_from(["2024-01-01 10:00:00", "yesterday"]),
)
Row = tuple[str, str, str, str]


def as_csv(lines: list[Row]) -> str:
    """Rows as a CSV file."""
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    return "order,product,quantity,at\n" + "".join(line + "\n" for line in quoted)


@FEW
@given(lines=st.lists(GOOD, max_size=30), data=st.data())
def test_growing_and_shuffling_lands_what_one_load_lands(
    lines: list[Row], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "lines.csv"
        step_by_step, at_once = connect(), connect()
        cuts = sorted(data.draw(st.lists(st.integers(0, len(lines)), max_size=3)))
        for cut in [*cuts, len(lines)]:
            file.write_text(as_csv(data.draw(st.permutations(lines[:cut]))))
            land(step_by_step, LINES, Path(directory))
        file.write_text(as_csv(lines))
        land(at_once, LINES, Path(directory))

        assert multiset(step_by_step) == multiset(at_once)
        assert sum(multiset(at_once).values()) == len(lines)


@FEW
@given(lines=st.lists(GOOD, min_size=1, max_size=20), names=st.permutations(["a", "b", "c"]))
def test_a_file_under_many_names_counts_once(lines: list[Row], names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        connection = connect()
        for name in names:
            (Path(directory) / f"lines_{name}.csv").write_text(as_csv(lines))
            land(connection, LINES, Path(directory))

        assert sum(multiset(connection).values()) == len(lines)


@FEW
@given(parts=st.lists(st.lists(GOOD, max_size=8), min_size=1, max_size=4))
def test_files_of_a_split_export_unite_by_their_occurrences(parts: list[list[Row]]) -> None:
    """The rows of several files are the union of multisets: the most often one file holds a row."""
    expected: Counter[Row] = Counter()
    for part in parts:
        expected |= Counter(part)
    with tempfile.TemporaryDirectory() as directory:
        connection = connect()
        for number, part in enumerate(parts):
            (Path(directory) / f"lines{number}.csv").write_text(as_csv(part))
        land(connection, LINES, Path(directory))

        assert sum(multiset(connection).values()) == _distinct_by_value(expected)


def _distinct_by_value(expected: Counter[Row]) -> int:
    return sum(expected.values())


@FEW
@given(lines=st.lists(st.one_of(GOOD, BAD), max_size=25), again=st.integers(1, 3))
def test_every_row_is_accounted_for_and_quarantine_does_not_pile_up(
    lines: list[Row], again: int
) -> None:
    bad = [line for line in lines if line[2] in {"many", "?"}]
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "lines.csv"
        connection = connect()
        for number in range(again):
            file.write_text(as_csv(lines) + "\n" * number)
            land(connection, LINES, Path(directory))

        assert sum(multiset(connection).values()) == len(lines) - len(bad)
        assert rows(connection, "select count(*) from ops.quarantine where status = 'open'") == [
            (len(bad),)
        ]
        total = rows(connection, "select sum(rows_in) filter (batch_id = 1) from ops.batches")
        assert total == [(len(lines),)]

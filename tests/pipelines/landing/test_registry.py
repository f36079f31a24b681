"""The registry of sources in a home, and the sources that ship."""

from pathlib import Path

import pytest

from pipelines.failures import FaultyInput, PermanentFailure
from pipelines.landing.mapping import load_map
from pipelines.landing.registry import (
    add_source,
    get_source,
    list_sources,
    remove_source,
    shipped_sources,
)
from tests.pipelines.landing.landing_help import LINES


def test_add_list_get_remove(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(LINES)
    home = tmp_path / "home"
    assert list_sources(home) == []

    added = add_source(home, tmp_path, tmp_path / "m.yaml", max_age_hours=24)
    again = add_source(home, tmp_path, tmp_path / "m.yaml", max_age_hours=24)

    assert added == again == get_source(home, "shop")
    assert list_sources(home) == [added]
    with pytest.raises(PermanentFailure, match='no source "shopp"; did you mean "shop"'):
        remove_source(home, "shopp")
    remove_source(home, "shop")
    assert list_sources(home) == []


def test_what_cannot_be_added(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(LINES)
    (tmp_path / "other").mkdir()
    add_source(tmp_path, tmp_path, tmp_path / "m.yaml")
    with pytest.raises(PermanentFailure, match="is registered already"):
        add_source(tmp_path, tmp_path / "other", tmp_path / "m.yaml")
    with pytest.raises(PermanentFailure, match="does not exist"):
        add_source(tmp_path, tmp_path / "nowhere", tmp_path / "m.yaml")
    with pytest.raises(PermanentFailure, match=r"m.yaml says `source: shop`"):
        add_source(tmp_path, tmp_path, tmp_path / "m.yaml", name="store")


def test_a_broken_registry_names_every_fault(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "- {name: A b, path: x, map: y}\n- {name: ok, path: x}\n"
    )
    with pytest.raises(FaultyInput) as caught:
        list_sources(tmp_path)
    assert len(caught.value.faults) == 2


def test_shipped_sources_point_at_files_that_are_there() -> None:
    for data in ("completejourney", "cdnow"):
        (source,) = shipped_sources(data)
        assert Path(source.path).exists()
        assert load_map(source.map).source == source.name
    with pytest.raises(PermanentFailure, match='did you mean "cdnow"'):
        shipped_sources("cdnw")
    with pytest.raises(PermanentFailure, match="needs the directory"):
        shipped_sources("sample")


@pytest.mark.parametrize(
    "map_file", sorted(Path("pipelines/maps").glob("*.yaml")), ids=lambda p: p.stem
)
def test_every_shipped_map_is_valid(map_file: Path) -> None:
    assert load_map(map_file).source == map_file.stem

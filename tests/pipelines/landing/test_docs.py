"""docs/sources.md says everything the code knows."""

import re
from pathlib import Path

import yaml

from pipelines.landing.mapping import parse_map
from pipelines.landing.mapping_faults import KEYS
from pipelines.landing.targets import load_targets

PAGE = Path("docs/sources.md").read_text(encoding="utf-8")


def test_every_key_of_a_map_is_described() -> None:
    for keys in KEYS.values():
        for key in keys:
            assert f"`{key}`" in PAGE or f"{{{key}:" in PAGE or f"{key}: " in PAGE, key


def test_every_field_of_every_target_stands_with_its_rules() -> None:
    for target in load_targets().values():
        section = PAGE.split(f"### {target.name}\n")[1].split("\n### ")[0].split("\n## ")[0]
        found = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", section, re.MULTILINE))
        assert found == {name: field.type for name, field in target.fields.items()}
        for name, field in target.fields.items():
            (row,) = re.findall(rf"^\| `{name}` .*$", section, re.MULTILINE)
            assert field.required == ("required" in row)
            assert all(word in row for word in field.one_of or ())


def test_the_whole_map_on_the_page_is_valid() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert yaml.safe_load(example)["source"] == parse_map(example).source

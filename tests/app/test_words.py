"""Every sentence has its Chinese, and placeholders survive translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import app

ROOT = Path(app.__file__).parent
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def sentences() -> set[str]:
    keywords = {"_": None, "N_": None}
    found = extract_from_dir(ROOT, method_map=[("**.py", "python")], keywords=keywords)
    return {text for _, _, text, _, _ in found if isinstance(text, str)}


def catalogue() -> dict[str, str]:
    with (ROOT / "locale" / "zh_CN.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="zh_CN") if m.id}


def test_every_sentence_is_translated() -> None:
    known = catalogue()
    assert sorted(text for text in sentences() if not known.get(text)) == []


@pytest.mark.parametrize(("english", "chinese"), sorted(catalogue().items()))
def test_placeholders_survive(english: str, chinese: str) -> None:
    assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(chinese))

"""Text from sources inside Markdown: shown as it is, never read as markup."""

from __future__ import annotations

_MARKS = "\\`*_[]<>$:#~|"


def plain(text: str) -> str:
    """A text with every character that Markdown would read escaped."""
    one_line = " ".join(text.split())
    return "".join(f"\\{mark}" if mark in _MARKS else mark for mark in one_line)

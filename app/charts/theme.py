"""Colours and settings of every chart, light and dark. A meaning keeps its colour everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

Theme = Literal["light", "dark"]
FONT = "Inter, 'Noto Sans SC', 'Noto Sans CJK SC', system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """The series colours in order, and the tones around them."""

    blue: str
    teal: str
    amber: str
    pink: str
    violet: str
    red: str
    grey: str
    text: str
    muted: str
    grid: str
    background: str

    @property
    def series(self) -> list[str]:
        """Series colours in the order charts use them."""
        return [
            self.blue,
            self.teal,
            self.amber,
            self.pink,
            self.violet,
            self.red,
            self.grey,
        ]

    @property
    def good(self) -> str:
        """Won, gained, healthy."""
        return self.teal

    @property
    def bad(self) -> str:
        """Lost, failed."""
        return self.red

    @property
    def at_risk(self) -> str:
        """Needs a look."""
        return self.amber

    @property
    def comparison(self) -> str:
        """The period before."""
        return self.grey


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        blue="#2f5bea",
        teal="#12a594",
        amber="#f2a20c",
        pink="#d6409f",
        violet="#6e56cf",
        red="#e5484d",
        grey="#8b93a5",
        text="#1b2130",
        muted="#667085",
        grid="#e4e7ec",
        background="#ffffff",
    ),
    "dark": Palette(
        blue="#7b9bff",
        teal="#3fc9b6",
        amber="#ffc457",
        pink="#f07ac4",
        violet="#a592f5",
        red="#ff8086",
        grey="#9aa3b5",
        text="#e6e9f0",
        muted="#9aa3b5",
        grid="#2a3040",
        background="#11141b",
    ),
}


def themed(chart: Any, theme: Theme, *, height: int | None = None) -> Any:
    """A chart with the house settings: few ticks, no grid on x, legend on top."""
    palette = PALETTES[theme]
    if height is not None:
        chart = chart.properties(height=height)
    axis = {
        "labelColor": palette.muted,
        "titleColor": palette.muted,
        "domainColor": palette.grid,
        "gridColor": palette.grid,
        "labelFontSize": 11,
        "labelPadding": 6,
        "tickSize": 0,
        "title": None,
    }
    return (
        chart.properties(
            background="transparent", padding={"left": 2, "right": 8, "top": 4, "bottom": 2}
        )
        .configure(font=FONT, range=alt.RangeConfig(category=palette.series))
        .configure_view(strokeWidth=0)
        .configure_axisX(grid=False, labelOverlap=True, tickCount=8, **axis)
        .configure_axisY(domain=False, tickCount=4, **axis)
        .configure_legend(
            orient="top", title=None, labelColor=palette.text, labelFontSize=12, symbolStrokeWidth=2
        )
        .configure_text(color=palette.text, fontSize=11)
    )

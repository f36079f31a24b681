"""The 5 x 5 grid of recency and frequency (or money), and who moved between groups."""

from __future__ import annotations

import altair as alt
import polars as pl

from app.charts.heat import LayeredChart, heat_colours

SELECTION = "cell"


def score_grid(
    cells: pl.DataFrame, *, x_title: str, y_title: str, words: dict[str, str], dark: bool
) -> LayeredChart:
    """Draw customers and revenue of each pair of scores, best at the top right; a click selects.

    `cells` has r_score, score, share (0-1 along the ramp), people, money, group and size
    (texts); `words` are the tooltip titles of people, money and group.
    """
    colours = heat_colours(dark=dark)
    scores = [1, 2, 3, 4, 5]
    clicked = alt.selection_point(name=SELECTION, fields=["r_score", "score"], on="click")
    base = alt.Chart(alt.Data(values=cells.to_dicts())).encode(
        x=alt.X(
            "r_score:O",
            title=x_title,
            scale=alt.Scale(domain=scores, paddingInner=0.04, paddingOuter=0),
            axis=alt.Axis(labelAngle=0, ticks=False, domain=False, labelFlush=False),
        ),
        y=alt.Y(
            "score:O",
            title=y_title,
            scale=alt.Scale(domain=scores[::-1], paddingInner=0.06, paddingOuter=0),
            axis=alt.Axis(ticks=False, domain=False, labelFlush=False),
        ),
        tooltip=[
            alt.Tooltip("r_score:O", title=x_title),
            alt.Tooltip("score:O", title=y_title),
            alt.Tooltip("people:N", title=words["people"]),
            alt.Tooltip("money_exact:N", title=words["money"]),
            alt.Tooltip("group:N", title=words["group"]),
        ],
    )
    painted = base.mark_rect(cornerRadius=4).encode(
        color=alt.Color(
            "share:Q",
            scale=alt.Scale(domain=[0, 1], range=[colours.low, colours.high], clamp=True),
            legend=None,
        ),
        stroke=alt.condition(
            clicked, alt.value(colours.outline), alt.value("transparent"), empty=False
        ),
        strokeWidth=alt.value(2),
    )
    ink = alt.condition(
        f"datum.share > {colours.text_turns_at}",
        alt.value(colours.text_on_high),
        alt.value(colours.text),
    )
    people = base.mark_text(fontSize=14, fontWeight=600, dy=-7).encode(text="people:N", color=ink)
    money = base.mark_text(fontSize=11, dy=10, opacity=0.85).encode(text="money:N", color=ink)
    return (
        alt.layer(painted.add_params(clicked), people, money)
        .properties(height=330)
        .configure_view(stroke=None)
        .configure_axis(grid=False)
    )


def movement_matrix(
    moves: pl.DataFrame,
    *,
    from_names: list[str],
    to_names: list[str],
    titles: tuple[str, str],
    count_title: str,
    dark: bool,
) -> LayeredChart:
    """Draw from-group by to-group: teal went up, red went down, grey stayed; a click selects.

    `moves` has from_group, to_group (keys), from_name, to_name (texts), direction (up, down,
    same, new), share (0-1: strength) and label.
    """
    colours = heat_colours(dark=dark)
    clicked = alt.selection_point(name=SELECTION, fields=["from_group", "to_group"], on="click")
    base = alt.Chart(alt.Data(values=moves.to_dicts())).encode(
        x=alt.X(
            "to_name:N",
            sort=to_names,
            title=titles[1],
            scale=alt.Scale(domain=to_names, paddingInner=0.05, paddingOuter=0),
            axis=alt.Axis(
                orient="top",
                labelAngle=-40,
                labelOverlap=False,
                titleAnchor="start",
                ticks=False,
                domain=False,
                labelLimit=130,
            ),
        ),
        y=alt.Y(
            "from_name:N",
            sort=from_names,
            title=titles[0],
            scale=alt.Scale(domain=from_names, paddingInner=0.08, paddingOuter=0),
            axis=alt.Axis(ticks=False, domain=False, labelFlush=False, labelLimit=130),
        ),
        tooltip=[
            alt.Tooltip("from_name:N", title=titles[0]),
            alt.Tooltip("to_name:N", title=titles[1]),
            alt.Tooltip("label:N", title=count_title),
        ],
    )
    painted = base.mark_rect(cornerRadius=3).encode(
        color=alt.Color(
            "direction:N",
            scale=alt.Scale(
                domain=["up", "down", "same", "new"],
                range=[colours.better, colours.worse, colours.muted, colours.bar],
            ),
            legend=None,
        ),
        fillOpacity=alt.FillOpacity(
            "share:Q", scale=alt.Scale(domain=[0, 1], range=[0.1, 0.6]), legend=None
        ),
        stroke=alt.condition(
            clicked, alt.value(colours.outline), alt.value("transparent"), empty=False
        ),
        strokeWidth=alt.value(2),
    )
    texts = base.mark_text(fontSize=11, color=colours.text).encode(text="label:N")
    return (
        alt.layer(painted.add_params(clicked), texts)
        .properties(width=alt.Step(66), height=alt.Step(28))
        .configure_view(stroke=None)
        .configure_axis(grid=False)
    )

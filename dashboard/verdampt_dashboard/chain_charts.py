"""Figures of the chain: its steps, what each lost, and how referrals were followed up."""

import plotly.graph_objects as go
import polars as pl

from verdampt_dashboard.drawing import BAND, EXPECTED, INK, MUTED, OBSERVED, dressed, line, name_waves, shade
from verdampt_dashboard.findings import difference
from verdampt_dashboard.numbers import number, rounded
from verdampt_dashboard.texts import say


def bars(steps: pl.DataFrame) -> go.Figure:
    """Return a bar per step of the chain: observed filled, expected as an outline of 100 %."""
    listed = steps.sort("step_number", descending=True)
    names = [say(f"chain.steps.{step}") for step in listed["step"]]
    shares = (listed["observed"] / listed["expected"]).to_list()
    figure = go.Figure(
        go.Bar(
            y=names,
            x=[1.0] * len(names),
            orientation="h",
            width=0.62,
            marker={"color": "white", "line": {"color": INK, "width": 1.2}},
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Bar(
            y=names,
            x=shares,
            orientation="h",
            width=0.40,
            marker={"color": OBSERVED, "line": {"width": 0}},
            customdata=listed.select("observed", "expected").rows(),
            hovertemplate=say("chain.hover"),
        )
    )
    for name, share, row in zip(names, shares, listed.iter_rows(named=True), strict=True):
        less = rounded(abs(row["expected"] - row["observed"]))
        note = say("chain.less" if share < 1 else "chain.more", amount=number(less))
        figure.add_annotation(
            y=name,
            x=max(1.0, share),
            text=f"<b>{difference(share)}</b><br>{note}",
            xanchor="left",
            align="left",
            xshift=8,
            showarrow=False,
            font={"color": "#A8481A" if share < 1 else "#1F6F9E", "size": 12},
        )
    dressed(figure, height=60 + 52 * len(names))
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(tickformat=".0%", range=[0, max(1.7, max(shares) + 0.6)], tickvals=[0, 0.5, 1])
    figure.update_yaxes(showgrid=False)
    return figure


def losses(steps: pl.DataFrame) -> go.Figure:
    """Return how much of the deficit at the end each step explains, with its interval."""
    listed = steps.sort("step_number", descending=True)
    names = [say(f"chain.steps.{step}") for step in listed["step"]]
    figure = go.Figure(
        go.Scatter(
            y=names,
            x=listed["lost"].to_list(),
            mode="markers",
            marker={"color": OBSERVED, "size": 10},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": (listed["upper"] - listed["lost"]).to_list(),
                "arrayminus": (listed["lost"] - listed["lower"]).to_list(),
                "color": EXPECTED,
                "thickness": 2,
                "width": 0,
            },
            hovertemplate="%{y}: %{x:,.0f}<extra></extra>",
        )
    )
    figure.add_vline(x=0, line={"color": EXPECTED, "width": 1, "dash": "dot"})
    dressed(figure, height=60 + 44 * len(names))
    figure.update_xaxes(tickformat=",.0f")
    figure.update_yaxes(showgrid=False)
    return figure


def follow_through(curves: pl.DataFrame, *, events: pl.DataFrame) -> go.Figure:
    """Return the share of referrals followed up within 30 and 90 days, by month of sending; 90 days with its band."""
    figure = go.Figure()
    main = curves.filter(horizon_days=90).rename({"month_start": "period_start"})
    shade(figure, main, between=("lower", "upper"), colour=BAND)
    for days, dash, width in ((30, "dot", 1.5), (90, "solid", 2.2)):
        curve = curves.filter(horizon_days=days).rename({"month_start": "period_start"})
        style = {"color": OBSERVED, "width": width, "dash": dash}
        figure.add_trace(line(curve, "share", name=say("chain.within", days=days), line=style))
        if curve.height:
            figure.add_annotation(
                x=curve["period_start"][-1],
                y=curve["share"][-1],
                text=say("chain.within", days=days),
                xanchor="left",
                xshift=6,
                showarrow=False,
                font={"size": 11, "color": MUTED},
            )
    name_waves(figure, events)
    dressed(figure, height=330)
    figure.update_layout(hovermode="x unified", margin={"r": 110})
    # A name at the end of a line would make the axis longer.
    ends = [main["period_start"].min(), main["period_start"].max()] if main.height else None
    figure.update_xaxes(tickformat="%Y", dtick="M12", hoverformat="%m-%Y", range=ends)
    figure.update_yaxes(tickformat=".0%", hoverformat=".0%", range=[0, 1.02])
    return figure

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what was measured: the SVGs of doc/performance.md.

Usage: plot.py DOCUMENT DIRECTORY

DOCUMENT is what report.py --json wrote. Needs the packages of requirements.txt. The same document gives the same bytes.
"""
import json
import statistics
import sys
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence, Tuple

import matplotlib
import matplotlib.pyplot as plt
import rows
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from rows import Row

# The grey that is as far from white as from the darkest background: it can be read on both.
INK = "#797979"
OURS = "#d55e00"
OTHERS = "#8da0b3"
LINES = [("#0072b2", "o"), ("#d55e00", "s"), ("#009e73", "^"), ("#cc79a7", "D"), ("#e69f00", "v"), ("#56b4e9", "P")]
OUR_NAME = "libmanifest"

Bar = Tuple[str, float]


def prepare() -> None:
    """Text stays text, nothing depends on the time or the system, and the background is that of the page."""
    matplotlib.use("svg")
    plt.rcParams.update({
        "svg.hashsalt": "libmanifest", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 11,
        "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK, "xtick.color": INK, "ytick.color": INK,
        "grid.color": INK, "grid.alpha": 0.25, "grid.linewidth": 0.6, "axes.spines.top": False, "axes.spines.right": False,
        "axes.titlesize": 11, "axes.titlelocation": "left", "legend.frameon": False, "legend.fontsize": 10, "lines.markersize": 5,
    })


def save(figure: Figure, path: Path, source: str) -> None:
    figure.text(0.01, 0.01, source, fontsize=8)
    figure.savefig(path, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    print(f"{path}: {path.stat().st_size} bytes")


def show_number(number: float, _place: object = None) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def show_time(seconds: float, _place: object = None) -> str:
    for unit, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= 0.9999 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds * 1e9:.0f} ns"


# --- series ----------------------------------------------------------------------------------------------------------------


def begin_series(title: str, across: str, up: str) -> Tuple[Figure, Axes]:
    figure, axes = plt.subplots(figsize=(7.6, 5.2))
    figure.subplots_adjust(left=0.12, right=0.97, top=0.93, bottom=0.33)
    axes.set(title=title, xlabel=across, ylabel=up, xscale="log", yscale="log")
    axes.grid(True)
    return figure, axes


def end_series(figure: Figure, axes: Axes) -> Figure:
    axes.minorticks_off()
    figure.legend(loc="lower center", ncols=2, bbox_to_anchor=(0.5, 0.05))
    return figure


def draw_packages(found: Sequence[Row], _cores: int) -> Figure:
    figure, axes = begin_series("Time by the number of packages; behind the names the exponents", "packages", "processor time")
    for row, (colour, marker) in zip(found, LINES):
        across, up = zip(*row["points"])
        axes.plot(across, up, color=colour, marker=marker, label=f"{row['what']}: {row['exponent']:.2f}")
    axes.xaxis.set_major_formatter(FuncFormatter(show_number))
    axes.yaxis.set_major_formatter(FuncFormatter(show_time))
    return end_series(figure, axes)


def draw_threads(found: Sequence[Row], cores: int) -> Figure:
    figure, axes = begin_series(f"Throughput by the number of threads, on {cores} cores", "threads", "times that of one thread")
    counts = [point[0] for point in found[0]["points"]]
    axes.plot(counts, [min(count, cores) for count in counts], color=INK, linestyle="--", label="one for each core")
    for row, (colour, marker) in zip(found, LINES):
        across, up = zip(*row["points"])
        axes.plot(across, [value / up[0] for value in up], color=colour, marker=marker, label=row["what"])
    heights = [count for count in counts if count <= 2 * cores]
    axes.set_xticks(counts, [f"{count:g}" for count in counts])
    axes.set_yticks(heights, [f"{height:g}" for height in heights])
    axes.set_ylim(0.7, 1.5 * cores)
    return end_series(figure, axes)


# --- bars ------------------------------------------------------------------------------------------------------------------


def bars_of(found: Sequence[Row]) -> Dict[str, List[Bar]]:
    """For each thing that was measured, everybody's figure a second, slowest first. Ours is the median of all rows."""
    bars: Dict[str, List[Bar]] = {}
    for what in dict.fromkeys(row["what"] for row in found):
        same = [row for row in found if row["what"] == what]
        ours = 1 / statistics.median(row["ours"] for row in same)
        bars[what] = sorted([(OUR_NAME, ours), *((row["peer"], 1 / row["theirs"]) for row in same)], key=lambda bar: bar[1])
    return bars


def draw_panel(axes: Axes, what: str, bars: Sequence[Bar]) -> None:
    names, rates = zip(*bars)
    colours = [OURS if name == OUR_NAME else OTHERS for name in names]
    axes.barh(range(len(bars)), rates, color=colours, height=0.7)
    axes.set(title=what, xscale="log", yticks=range(len(bars)), yticklabels=names)
    for place, rate in enumerate(rates):
        axes.annotate(show_number(rate), (rate, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=10)
    axes.get_yticklabels()[names.index(OUR_NAME)].set_color(OURS)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(FuncFormatter(show_number))
    axes.minorticks_off()
    axes.grid(True, axis="x")
    axes.set_axisbelow(True)


def draw_bars(found: Sequence[Row], _cores: int) -> Figure:
    panels = bars_of(found)
    counts = [len(bars) for bars in panels.values()]
    height = 0.8 + sum(0.27 * count + 0.45 for count in counts)
    figure, grid = plt.subplots(len(panels), 1, figsize=(9, height), sharex=True, squeeze=False,
                                gridspec_kw={"height_ratios": counts})
    longest = max(len(name) for bars in panels.values() for name, _ in bars)
    figure.subplots_adjust(left=min(0.55, 0.02 + longest * 0.0092), right=0.95, top=1 - 0.35 / height, bottom=0.75 / height,
                           hspace=0.45 / 0.27 * len(counts) / sum(counts))
    for axes, (what, bars) in zip(grid[:, 0], panels.items()):
        draw_panel(axes, what, bars)
    rates = [rate for bars in panels.values() for _, rate in bars]
    grid[0, 0].set_xlim(min(rates) / 3, max(rates) * 6)
    grid[-1, 0].set_xlabel("a second; the axis is logarithmic")
    return figure


# --- the document ----------------------------------------------------------------------------------------------------------

Choice = Callable[[Row], bool]


def series_over(over: str) -> Choice:
    return lambda row: row["group"] == "scaling" and row.get("over") == over


def peers_in(*groups: str) -> Choice:
    return lambda row: row["group"] in groups and "peer" in row and row["unit"] == "s"


PLOTS: Dict[str, Tuple[Choice, Callable[[Sequence[Row], int], Figure]]] = {
    "packages": (series_over("packages"), draw_packages),
    "threads": (series_over("threads"), draw_threads),
    "registry": (peers_in("registry"), draw_bars),
    "yaml": (peers_in("yaml", "yaml-peers"), draw_bars),
    "hash": (peers_in("hash"), draw_bars),
}


def draw_all(document: Dict[str, Any], directory: Path) -> None:
    found = [rows.check(row) for row in document["rows"]]
    machine = document["machine"]
    source = f"{machine['cpu']}, {machine['cores']} cores, {machine['os']}; {document['date'][:10]}"
    for name, (chosen, draw) in PLOTS.items():
        mine = [row for row in found if chosen(row)]
        path = directory / f"performance-{name}.svg"
        if mine:
            save(draw(mine, machine["cores"]), path, source)
        else:
            print(f"{path}: left as it is: its rows were not measured")


def main(arguments: List[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        document = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        prepare()
        draw_all(document, Path(arguments[1]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"plot.py: {arguments[0]}: {error!r}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

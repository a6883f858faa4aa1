# SPDX-License-Identifier: Apache-2.0
"""The rows that the measuring programs print: one JSON object a line on stdout, and nothing else there.

The functions here write them, refuse what is no row, and measure in turns. bench/README.md describes the members; row.h is the same for C.
"""
import json
import math
import statistics
import sys
from typing import Any, Callable, Dict, List, NoReturn, Optional, Sequence, Tuple

Row = Dict[str, Any]
Turn = Tuple[float, float]
Point = Tuple[float, float]

UNITS = ("s", "1/s", "B")
TEXTS = {"group", "what", "unit"}
COMPARISON = {"peer": True, "ours": True, "theirs": True, "ratio": True, "aim": False, "version": False}
SERIES = {"over": True, "points": True, "exponent": False, "aim": False}


class NotARow(ValueError):
    """Says what is wrong with a line."""


# --- what a row is ---------------------------------------------------------------------------------------------------------


def _need(holds: bool, text: str) -> None:
    if not holds:
        raise NotARow(text)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _check_members(row: Row) -> Dict[str, bool]:
    """Returns the members of this kind of row, and whether they are needed, after it saw that no others are there."""
    _need(("peer" in row) != ("over" in row), "a row has either a 'peer' (comparison) or an 'over' (series)")
    members = COMPARISON if "peer" in row else SERIES
    for name in row:
        _need(name in TEXTS or name in members, f"'{name}' is no member of such a row")
    for name in [*sorted(TEXTS), *(name for name, needed in members.items() if needed)]:
        _need(name in row, f"'{name}' is missing")
    return members


def _check_points(points: object) -> None:
    _need(isinstance(points, list) and len(points) >= 2, "'points' must be a list of two or more")
    assert isinstance(points, list)
    before = 0.0
    for point in points:
        _need(isinstance(point, list) and len(point) == 2 and all(map(_is_number, point)), "each point is two numbers")
        _need(point[0] > before and point[1] > 0, "points are positive and go upwards")
        before = point[0]


def check(row: object) -> Row:
    """Returns the row if it is one, else raises NotARow."""
    _need(isinstance(row, dict), "a row is a JSON object")
    assert isinstance(row, dict)
    members = _check_members(row)
    for name in [*TEXTS, "peer", "over", "version"]:
        _need(name not in row or (isinstance(row[name], str) and row[name] != ""), f"'{name}' must be text")
    _need(row["unit"] in UNITS, f"'unit' must be one of {', '.join(UNITS)}")
    for name in ("ours", "theirs", "ratio", "aim"):
        _need(name not in row or (_is_number(row[name]) and row[name] > 0), f"'{name}' must be a number above 0")
    if "points" in members:
        _check_points(row["points"])
        _need("exponent" not in row or _is_number(row["exponent"]), "'exponent' must be a number")
        _need("aim" not in row or "exponent" in row, "an aim of a series is for its exponent, which is missing")
    return row


def _refuse_constant(name: str) -> NoReturn:
    raise NotARow(f"{name} is not JSON")


def _once(members: List[Tuple[str, Any]]) -> Row:
    _need(len({name for name, _ in members}) == len(members), "a member is given twice")
    return dict(members)


def parse(line: str) -> Row:
    """The row in a line; raises NotARow."""
    try:
        return check(json.loads(line, parse_constant=_refuse_constant, object_pairs_hook=_once))
    except NotARow:
        raise
    except (ValueError, RecursionError) as error:
        raise NotARow("the line is not JSON") from error


# --- writing ---------------------------------------------------------------------------------------------------------------


def write(row: Row) -> None:
    print(json.dumps(check({name: value for name, value in row.items() if value is not None}), ensure_ascii=False), flush=True)


def comparison(group: str, what: str, peer: str, turns: Sequence[Turn], unit: str = "s", aim: Optional[float] = None,
               version: Optional[str] = None) -> None:
    """Writes the row of some turns, each a figure of ours and one of the peer's. `version` is that of the peer."""
    write({"group": group, "what": what, "unit": unit, "peer": peer, "version": version,
           "ours": statistics.median(ours for ours, _ in turns), "theirs": statistics.median(theirs for _, theirs in turns),
           "ratio": statistics.median(ours / theirs for ours, theirs in turns), "aim": aim})


def series(group: str, what: str, over: str, points: Sequence[Point], unit: str = "s", aim: Optional[float] = None) -> None:
    """Writes the row of some points, and the exponent of the power law that fits them best."""
    write({"group": group, "what": what, "unit": unit, "over": over, "points": [list(point) for point in points],
           "exponent": exponent(points), "aim": aim})


def skip(what: str, why: str) -> None:
    """Says why a row is left out, and how to get what it needs."""
    print(f"{what}: left out: {why}", file=sys.stderr, flush=True)


# --- measuring -------------------------------------------------------------------------------------------------------------


def exponent(points: Sequence[Point]) -> float:
    """Of the power law that fits best: the slope of the least squares, both axes logarithmic."""
    across = [math.log(over) for over, _ in points]
    up = [math.log(value) for _, value in points]
    middle, height = statistics.fmean(across), statistics.fmean(up)
    return sum((x - middle) * (y - height) for x, y in zip(across, up)) / sum((x - middle) ** 2 for x in across)


def in_turns(ours: Callable[[], float], theirs: Callable[[], float], turns: int = 7) -> List[Turn]:
    """Runs both in turn, so that whatever else the machine does hits both alike. Each returns its figure."""
    return [(ours(), theirs()) for _ in range(turns)]

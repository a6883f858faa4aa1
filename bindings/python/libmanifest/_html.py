# SPDX-License-Identifier: Apache-2.0
"""Tables for notebooks. Every text from outside is escaped here and nowhere else, and no link, script or style of it survives."""
import html
from typing import Any, Iterable, List, Sequence


def escaped(value: Any) -> str:
    """A text as HTML shows it. Each stands apart from what is around it, so that none can turn the direction of its neighbours."""
    return f"<bdi>{html.escape(str(value), quote=True)}</bdi>"


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]], note: str = "") -> str:
    """A table with a caption, and a note below where there is one."""
    lines: List[str] = [f"<table><caption>{escaped(title)}</caption>"]
    if head:
        lines.append("<thead><tr>" + "".join(f"<th>{escaped(cell)}</th>" for cell in head) + "</tr></thead>")
    lines.append("<tbody>")
    for row in rows:
        lines.append("<tr>" + "".join(f'<td style="text-align: left">{escaped(cell)}</td>' for cell in row) + "</tr>")
    lines.append("</tbody></table>")
    if note:
        lines.append(f"<p>{escaped(note)}</p>")
    return "\n".join(lines)

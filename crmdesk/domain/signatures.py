"""What was written on the screen: strokes of points in thousandths of the width of their field."""

import json
from collections.abc import Sequence

Point = tuple[int, int, int]
"""From the left, from the top, and how firmly: 0 to 1000."""
Stroke = tuple[Point, ...]
HEIGHT = 320
"""Of the field, in thousandths of its width."""
FIRMLY = 500
"""Of what was written with a mouse, which tells nothing."""
_MOST = 20_000
"""Points of one signature: nobody writes more, and a file from elsewhere may hold anything."""


def write(strokes: Sequence[Stroke]) -> str:
    return json.dumps([[list(point) for point in stroke] for stroke in strokes if stroke], separators=(",", ":"))


def read(text: str | None) -> list[Stroke]:
    """What cannot be understood is left out: a document is printed without a signature rather than not at all."""
    try:
        told = json.loads(text or "[]")
    except ValueError:
        return []
    strokes = [_stroke(points) for points in told if isinstance(points, list)] if isinstance(told, list) else []
    found = [stroke for stroke in strokes if stroke]
    return found if sum(map(len, found)) <= _MOST else []


def _stroke(points: list[object]) -> Stroke:
    return tuple(point for point in map(_point, points) if point)


def _point(told: object) -> Point | None:
    if not isinstance(told, list) or len(told) < 2 or not all(isinstance(number, int) for number in told):
        return None
    across, down, *firm = told
    return min(max(across, 0), 1000), min(max(down, 0), HEIGHT), min(max(firm[0] if firm else FIRMLY, 0), 1000)

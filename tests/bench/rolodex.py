"""The Rolodex: one flip a frame, as who holds a key down gets it, and jumps to a letter, on files of two sizes."""

from collections.abc import Iterator

from tests.bench import window
from tests.bench.table import Line, aim
from tests.bench.workshop import Workshop, share

FRAME = 1 / 60
JUMP = 0.15
BLANK = 0.1
"""Seconds of all that cards may be shown whose words are still on their way."""


def run(workshop: Workshop) -> Iterator[Line]:
    for size in (workshop.size, workshop.large):
        flipped = window.measure("flip", workshop.sample(size))
        yield aim("rolodex: shown with its letters", size, flipped["shown"], 1.0)
        yield aim("rolodex: flipping, frame p50", size, share(flipped["frames"], 0.5), FRAME)
        yield aim("rolodex: flipping, frame p99", size, share(flipped["frames"], 0.99), FRAME)
        yield aim("rolodex: flipping, words not there in time", size, flipped["blank"] * FRAME, BLANK)
        yield aim("rolodex: from a letter to its card, p90", size, share(flipped["jumps"], 0.9), JUMP)

"""What a hand does to the lines of a draft: pure, on the list of them. Parts stay with their bundle."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crmdesk.domain.money import FINEST, exactly
from crmdesk.services import document_taxes
from crmdesk.services.documents import Line

Edit = Callable[[list[Line]], list[Line]]


def added(lines: Sequence[Line], new: Line, after: bytes | None = None) -> list[Line]:
    """Below a line and its parts, or at the end; before what is shipped, where that is the end."""
    place = next((number + 1 for number, line in enumerate(lines) if after in (line.id, line.bundle_id)), None)
    if after is not None and place is not None:
        while place < len(lines) and lines[place].bundle_id == after:
            place += 1
        return [*lines[:place], new, *lines[place:]]
    return [*lines, new]


def removed(lines: Sequence[Line], keys: Sequence[bytes]) -> list[Line]:
    return [line for line in lines if line.id not in keys and line.bundle_id not in keys]


def changed(lines: Sequence[Line], key: bytes, **values: Any) -> list[Line]:
    """Of a bundle there are as many parts, and they are optional as it is."""
    old = next((line for line in lines if line.id == key), None)
    if old is None:
        return list(lines)
    new = replace(old, **values)
    return [new if line.id == key else _part(line, old, new) for line in lines]


def _part(line: Line, old: Line, new: Line) -> Line:
    if line.bundle_id != old.id:
        return line
    if new.quantity != old.quantity and old.quantity:
        with exactly():
            quantity = (Decimal(line.quantity * new.quantity) / old.quantity).quantize(Decimal((0, (1,), -FINEST)))
        line = replace(line, quantity=quantity)
    return line if new.is_optional == old.is_optional else replace(line, is_optional=new.is_optional)


def retaxed(lines: Sequence[Line], treatment: str, usual: Callable[[Line], Any]) -> list[Line]:
    """`usual` asks what a line bears; what was free of taxes by itself stays so."""
    return [
        replace(line, taxes=usual(line)) if line.tax_class_id and line.kind in ("product", "shipping") else
        replace(line, taxes=document_taxes.treated(line.taxes or (), treatment))
        for line in lines
    ]  # fmt: skip


# Order


def moved(lines: Sequence[Line], key: bytes, by: int) -> list[Line]:
    """One place up or down: a bundle with all of its parts, a part among those of its bundle."""
    blocks = _blocks(lines)
    place = next((number for number, block in enumerate(blocks) if block[0].id == key), None)
    if place is None:
        return [line for block in blocks for line in _moved_part(block, key, by)]
    other = min(max(place + by, 0), len(blocks) - 1)
    blocks.insert(other, blocks.pop(place))
    return [line for block in blocks for line in block]


def _moved_part(block: list[Line], key: bytes, by: int) -> list[Line]:
    place = next((number for number, line in enumerate(block) if line.id == key), 0)
    if place:
        block.insert(min(max(place + by, 1), len(block) - 1), block.pop(place))
    return block


def moved_before(lines: Sequence[Line], key: bytes, before: bytes | None) -> list[Line]:
    """To where it was let go; nothing is the end."""
    blocks = _blocks(lines)
    place = next((number for number, block in enumerate(blocks) if block[0].id == key), None)
    if place is None or before == key:
        return list(lines)
    block = blocks.pop(place)
    target = next((number for number, other in enumerate(blocks) if any(line.id == before for line in other)), None)
    blocks.insert(len(blocks) if target is None else target, block)
    return [line for block in blocks for line in block]


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Each line, with the parts of it that follow."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.bundle_id and blocks and line.bundle_id == blocks[-1][0].id:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks

"""Routes of one log: what laptops exchange, and what they keep beside it."""

from dataclasses import dataclass
from typing import Any

import msgpack

from crmdesk.hub import devices, log
from crmdesk.hub.devices import SealedKey
from crmdesk.hub.routes_base import Call, Right, Table, Way
from crmdesk.sync import sealed
from crmdesk.sync.messages import Answer
from crmdesk.sync.sealed import MessageError

table = Table()
_LOG = "/v1/logs/{log}"


@dataclass(frozen=True, slots=True)
class Keys:
    keys: list[SealedKey]


@table.add("POST", f"{_LOG}/hello", Right.READ, body=sealed.unpack_standing)
def hello(call: Call) -> bytes:
    return sealed.pack_welcome(log.hello(call.connection, call.its_log, call.caller.device, call.body, call.now))


@table.add("POST", f"{_LOG}/push", Right.WRITE, Way.WRITES, body=sealed.unpack_push)
def push(call: Call) -> bytes:
    standing, entries = call.body
    pushed = log.push(call.connection, call.its_log, call.caller.device, standing, entries, call.now)
    if entries and pushed.answer is Answer.TAKEN:
        call.has_news = True
    return sealed.pack_pushed(pushed)


@table.add("GET", f"{_LOG}/pull", Right.READ)
def pull(call: Call) -> bytes:
    after, limit = call.number("after"), call.number("limit", log.MOST_ENTRIES)
    return sealed.pack_page(log.pull(call.connection, call.its_log, after, limit))


@table.add("GET", f"{_LOG}/left", Right.READ)
def left(call: Call) -> bytes:
    return sealed.pack_numbers(log.left(call.connection, call.its_log))


@table.add("POST", f"{_LOG}/relay", Right.WRITE, Way.WRITES, body=sealed.unpack_entries)
def relay(call: Call) -> None:
    log.relay(call.connection, call.its_log, call.body)
    call.has_news = True


def _condensing(data: bytes) -> tuple[int, int, list[int]]:
    try:
        told = msgpack.unpackb(data)
    except Exception as error:
        raise MessageError(str(error)) from error
    if not isinstance(told, dict) or set(told) != {"epoch", "upto", "keep"} or not isinstance(told["keep"], bytes):
        raise MessageError("condense")
    epoch, upto = told["epoch"], told["upto"]
    if not all(type(each) is int and 0 <= each < 1 << 63 for each in (epoch, upto)):
        raise MessageError("condense")
    return epoch, upto, sealed.unpack_numbers(told["keep"])


@table.add("POST", f"{_LOG}/condense", Right.TEND, Way.WRITES, body=_condensing)
def condense(call: Call) -> dict[str, int]:
    epoch, upto, keep = call.body
    return {"removed": log.condense(call.connection, call.its_log, epoch, upto, keep, call.now)}


@table.add("GET", f"{_LOG}/keys", Right.READ)
def keys(call: Call) -> dict[str, Any]:
    found = devices.keys_for(call.connection, call.its_log, call.caller.device)
    return {
        "keys": [{"device": key.device.hex(), "number": key.number, "sealed": key.sealed.hex()} for key in found]
    }  # fmt: skip


@table.add("PUT", f"{_LOG}/keys", Right.TEND, Way.WRITES, body=Keys)
def put_keys(call: Call) -> None:
    devices.put_keys(call.connection, call.caller.workspace, call.its_log, call.body.keys)

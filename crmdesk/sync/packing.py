"""Bytes made smaller for the way, and made whole again without growing beyond all bounds."""

from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError

from crmdesk.sync.sealed import MessageError

WORTH_IT = 300
"""Bytes; shorter ones only grow."""


def packed(data: bytes) -> bytes:
    return ZstdCompressor(3).compress(data)


def unpacked(data: bytes, most: int) -> bytes:
    """Raises MessageError where it is damaged or would be longer, whatever it says of itself."""
    try:
        with ZstdDecompressor().stream_reader(data) as reader:
            found = reader.read(most + 1)
    except ZstdError as error:
        raise MessageError(str(error)) from error
    if len(found) > most:
        raise MessageError("too long")
    return found

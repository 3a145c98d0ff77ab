"""Reading the body of an answer: decompressed, and never more of it than wanted."""

import zlib

CHUNK_BYTES = 64 * 1024
GZIP, ZLIB, RAW_DEFLATE = 31, 15, -15  # zlib's window sizes, which name the format
GZIP_MAGIC = b"\x1f\x8b"


async def read_body(content, encoding, max_bytes):
    """(body, whether that is all of it). The body has at most `max_bytes`, decompressed.

    The limit also holds for the compressed bytes received. A body in an encoding that we did not
    ask for is not read. Raises zlib.error for bytes that cannot be decompressed.
    """
    if encoding not in ("", "gzip", "x-gzip", "deflate"):
        return b"", False
    body, received, decompress = bytearray(), 0, None
    async for chunk in content.iter_chunked(CHUNK_BYTES):
        decompress = decompress or decompressor(encoding, chunk)
        received += len(chunk)
        body += decompress(chunk, max_bytes + 1 - len(body))
        if max(len(body), received) > max_bytes:
            return bytes(body[:max_bytes]), False
    return bytes(body), True


def decompressor(encoding, first_chunk):
    """A function of (bytes, the most bytes to return) for a body that starts with `first_chunk`.

    The first bytes decide, for some servers announce a compression they do not use, or send
    deflate without the zlib header.
    """
    if not encoding or ("gzip" in encoding and not first_chunk.startswith(GZIP_MAGIC)):
        return lambda data, most: data[:most]
    if "gzip" in encoding:
        return zlib.decompressobj(GZIP).decompress
    has_header = first_chunk[0] & 0x0F == 8 and int.from_bytes(first_chunk[:2], "big") % 31 == 0
    return zlib.decompressobj(ZLIB if has_header else RAW_DEFLATE).decompress

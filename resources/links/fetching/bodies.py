"""Reading the body of an answer, decompressed and never more of it than wanted."""

import zlib

CHUNK = 64 * 1024
GZIP, ZLIB, RAW_DEFLATE = 31, 15, -15  # what zlib calls them
GZIP_BEGINS = b"\x1f\x8b"


async def read(content, encoding, cap):
    """(body, whether that is all of it): `cap` bytes at most, however much they were compressed.

    Raises zlib.error for what cannot be decompressed. Of a compression we did not ask for,
    nothing is read.
    """
    if encoding not in ("", "gzip", "x-gzip", "deflate"):
        return b"", False
    body, received, decompress = bytearray(), 0, None
    async for chunk in content.iter_chunked(CHUNK):
        decompress = decompress or decompressor(encoding, chunk)
        received += len(chunk)
        body += decompress(chunk, cap + 1 - len(body))
        if max(len(body), received) > cap:
            return bytes(body[:cap]), False
    return bytes(body), True


def decompressor(encoding, beginning):
    """A function of (bytes, how many to give at most), for a body that begins like this.

    Some servers call a body compressed that is not, or leave out what should stand around it.
    """
    if not encoding or ("gzip" in encoding and not beginning.startswith(GZIP_BEGINS)):
        return lambda data, most: data[:most]
    if "gzip" in encoding:
        return zlib.decompressobj(GZIP).decompress
    has_header = beginning[0] & 0x0F == 8 and int.from_bytes(beginning[:2], "big") % 31 == 0
    return zlib.decompressobj(ZLIB if has_header else RAW_DEFLATE).decompress

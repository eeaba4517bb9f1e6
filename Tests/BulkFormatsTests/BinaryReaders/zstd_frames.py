"""Zstandard by the system's libzstd, called directly; standard library only."""

import ctypes

_zstd = ctypes.CDLL("libzstd.so.1")
_zstd.ZSTD_decompress.restype = ctypes.c_size_t
_zstd.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
_zstd.ZSTD_isError.argtypes = [ctypes.c_size_t]
_zstd.ZSTD_getErrorName.restype = ctypes.c_char_p
_zstd.ZSTD_getErrorName.argtypes = [ctypes.c_size_t]


def text_of(frames, most):
    """The text of frames laid end to end, `most` bytes at most."""
    target = ctypes.create_string_buffer(max(most, 1))
    length = _zstd.ZSTD_decompress(target, most, frames, len(frames))
    if _zstd.ZSTD_isError(length):
        raise ValueError(_zstd.ZSTD_getErrorName(length).decode())
    return target.raw[:length]


if __name__ == "__main__":
    import sys

    with open(sys.argv[1], "rb") as file:
        sys.stdout.buffer.write(text_of(file.read(), int(sys.argv[2])))

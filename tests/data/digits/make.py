#!/usr/bin/env python3
"""Writes train.tfrecord and test.tfrecord beside itself: the digits of scikit-learn.

Needs scikit-learn, which the tests don't: the files are committed. The bytes depend on the data
only, so that running it again changes nothing.
"""

import pathlib
import struct

FOLDER = pathlib.Path(__file__).resolve().parent


def crc32c_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


TABLE = crc32c_table()


def masked_crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def record(data):
    length = struct.pack("<Q", len(data))
    return (length + struct.pack("<I", masked_crc32c(length)) + data +
            struct.pack("<I", masked_crc32c(data)))


def field(number, data):
    """A length-delimited protocol buffer field."""
    size, head = len(data), bytearray([number << 3 | 2])
    while size >= 0x80:
        head.append(size & 0x7F | 0x80)
        size >>= 7
    head.append(size)
    return bytes(head) + data


def example(image, label):
    """A serialised tf.train.Example with `image` (64 floats) and `label` (one int64)."""
    pixels = field(2, field(1, struct.pack("<64f", *image)))
    digit = field(3, field(1, bytes([label])))
    entries = [field(1, name) + field(2, feature)
               for name, feature in ((b"image", pixels), (b"label", digit))]
    return field(1, b"".join(field(1, entry) for entry in entries))


def main():
    from sklearn.datasets import load_digits

    digits = load_digits()
    parts = {"train": [], "test": []}
    for index, (image, label) in enumerate(zip(digits.data, digits.target)):
        parts["test" if index % 5 == 4 else "train"].append(record(example(image, int(label))))
    for name, records in parts.items():
        (FOLDER / f"{name}.tfrecord").write_bytes(b"".join(records))
        print(f"{name}: {len(records)} images")


if __name__ == "__main__":
    main()

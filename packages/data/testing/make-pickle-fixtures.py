"""Writes fixtures/cifar-10-batches-py and fixtures/cifar-100-python: small files as the archives have them.

Run by hand: python3 testing/make-pickle-fixtures.py (numpy 1.24). The archives were written by Python 2, which
this puts together opcode by opcode and reads back by Python's own pickle; `python-3` is what Python 3 and its
numpy write in protocol 2. `pickles.json` says what Python reads of them.
"""

import hashlib
import io
import json
import pickle
import struct
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent / "fixtures"
rng = np.random.default_rng(11)


class Python2:
    """The opcodes of cPickle in Python 2, protocol 2, memo and all."""

    def __init__(self):
        self.out = io.BytesIO()
        self.out.write(b"\x80\x02")
        self.memo = 1  # where cPickle begins

    def put(self):
        index, self.memo = self.memo, self.memo + 1
        self.out.write(b"q" + bytes([index]) if index < 256 else b"r" + struct.pack("<I", index))

    def string(self, text):
        if len(text) < 256:
            self.out.write(b"U" + bytes([len(text)]) + text)
        else:
            self.out.write(b"T" + struct.pack("<I", len(text)) + text)
        self.put()

    def integer(self, value):
        if 0 <= value < 256:
            self.out.write(b"K" + bytes([value]))
        elif 0 <= value < 65536:
            self.out.write(b"M" + struct.pack("<H", value))
        else:
            self.out.write(b"J" + struct.pack("<i", value))

    def list(self, items, write):
        self.out.write(b"]")
        self.put()
        if items:
            self.out.write(b"(")
            for item in items:
                write(item)
            self.out.write(b"e")

    def array(self, values):
        self.out.write(b"cnumpy.core.multiarray\n_reconstruct\n")
        self.put()
        self.out.write(b"cnumpy\nndarray\n")
        self.put()
        self.integer(0)
        self.out.write(b"\x85")
        self.put()
        self.string(b"b")
        self.out.write(b"\x87")
        self.put()
        self.out.write(b"R")
        self.put()
        self.out.write(b"(")
        self.integer(1)
        for extent in values.shape:
            self.integer(extent)
        self.out.write(b"\x86")
        self.put()
        self.out.write(b"cnumpy\ndtype\n")
        self.put()
        self.string(b"u1")
        self.integer(0)
        self.integer(1)
        self.out.write(b"\x87")
        self.put()
        self.out.write(b"R")
        self.put()
        self.out.write(b"(")
        self.integer(3)
        self.string(b"|")
        self.out.write(b"NNN")
        self.integer(-1)
        self.integer(-1)
        self.integer(0)
        self.out.write(b"t")
        self.put()
        self.out.write(b"b\x89")
        self.string(values.tobytes())
        self.out.write(b"t")
        self.put()
        self.out.write(b"b")

    def dump(self, entries):
        self.out.write(b"}")
        self.put()
        self.out.write(b"(")
        for key, value in entries.items():
            self.string(key.encode())
            if isinstance(value, np.ndarray):
                self.array(value)
            elif isinstance(value, str):
                self.string(value.encode())
            elif isinstance(value, int):
                self.integer(value)
            elif value and isinstance(value[0], str):
                self.list(value, lambda item: self.string(item.encode()))
            else:
                self.list(value, self.integer)
        self.out.write(b"u.")
        return self.out.getvalue()


def batch(count, classes, **more):
    # few distinct values: small once it is packed
    data = rng.integers(0, 8, (count, 3072), dtype=np.uint8) * 31
    labels = rng.integers(0, classes, count).tolist()
    return {"data": data, **{key: labels if value is None else value for key, value in more.items()}}


expected = {}


def summary(array):
    return {"shape": list(array.shape), "sha256": hashlib.sha256(array.tobytes()).hexdigest()}


def write(path, data, entries):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    read = pickle.loads(data, encoding="latin1")
    assert set(read) == set(entries)
    assert all(np.array_equal(read[key], value) for key, value in entries.items())
    expected[str(path.relative_to(OUT))] = {
        key: summary(value) if isinstance(value, np.ndarray) else value for key, value in read.items()
    }


ten = OUT / "cifar-10-batches-py"
for number in range(1, 6):
    entries = batch(2, 10, batch_label=f"training batch {number} of 5", labels=None, filenames=["a.png", "b.png"])
    write(ten / f"data_batch_{number}", Python2().dump(entries), entries)
entries = batch(3, 10, batch_label="testing batch 1 of 1", labels=None, filenames=["c.png"] * 3)
write(ten / "test_batch", Python2().dump(entries), entries)
names = "airplane automobile bird cat deer dog frog horse ship truck".split()
entries = {"num_cases_per_batch": 10000, "label_names": names, "num_vis": 3072}
write(ten / "batches.meta", Python2().dump(entries), entries)

hundred = OUT / "cifar-100-python"
for name, count in [("train", 3), ("test", 2)]:
    coarse = rng.integers(0, 20, count).tolist()
    entries = batch(count, 100, filenames=["d.png"] * count, fine_labels=None, coarse_labels=coarse)
    write(hundred / name, Python2().dump(entries), entries)
entries = {
    "fine_label_names": [f"fine {i}" for i in range(100)],
    "coarse_label_names": [f"coarse {i}" for i in range(20)],
}
write(hundred / "meta", Python2().dump(entries), entries)

entries = batch(2, 10, labels=None, batch_label="x" * 300)
write(OUT / "python-3" / "test_batch", pickle.dumps(entries, protocol=2), entries)

(OUT / "pickles.json").write_text(json.dumps(expected, indent=2) + "\n")

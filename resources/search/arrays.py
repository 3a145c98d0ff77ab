"""Growing arrays of numbers, one value or one sequence for each document.

A value that was written never moves or changes. So a reader may go on with the array it holds
while a writer appends.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray
from pyroaring import BitMap

# The number types are named where an array is made. Naming them again in each annotation would
# say more than NumPy's own operations promise.
Array = NDArray[Any]


class GrowingArray:
    """A number for each document, by the document's number."""

    def __init__(self, values: ArrayLike = (), dtype: DTypeLike = np.int64) -> None:
        self.values: Array = np.array(values, dtype=dtype)  # room for more than `size` numbers
        self.size = len(self.values)

    def extend(self, values: Sequence[int]) -> None:
        """Append `values`. Cells written before never move, so readers may keep the old array."""
        needed = self.size + len(values)
        if needed > len(self.values):
            grown = np.zeros(max(needed, 2 * len(self.values), 1024), dtype=self.values.dtype)
            grown[: self.size] = self.values[: self.size]
            self.values = grown
        self.values[self.size : needed] = values
        self.size = needed

    def append(self, value: int) -> None:
        self.extend([value])

    def contents(self) -> Array:
        """The numbers written so far, without the spare room."""
        return self.values[: self.size]


class GrowingSequences:
    """For each document a sequence of numbers of any length."""

    def __init__(self, numbers: ArrayLike = (), ends: ArrayLike = ()) -> None:
        self.numbers = GrowingArray(numbers, dtype=np.int32)  # all sequences, one after another
        self.ends = GrowingArray(ends)  # where each sequence ends in `numbers`

    def append(self, sequence: Sequence[int]) -> None:
        self.numbers.extend(sequence)
        self.ends.append(self.numbers.size)

    def __getitem__(self, document: int) -> Array:
        ends = self.ends.values
        return self.numbers.values[ends[document - 1] if document else 0 : ends[document]]

    def concatenate(self, documents: Array) -> tuple[Array, Array]:
        """(the sequences of `documents` as one array, the document of each of its numbers)."""
        ends = self.ends.values
        stops = ends[documents]
        starts = np.where(documents > 0, ends[documents - 1], 0)
        lengths = stops - starts
        shifts = np.cumsum(lengths) - lengths
        positions = np.arange(lengths.sum()) + np.repeat(starts - shifts, lengths)
        return self.numbers.values[positions], np.repeat(documents, lengths)


def document_numbers(documents: BitMap) -> Array:
    """The numbers of a set of documents as an array, to index other arrays with."""
    if not documents:
        return np.empty(0, int)
    return np.frombuffer(documents.to_array(), dtype=np.uint32)

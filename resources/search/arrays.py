"""Growing arrays of numbers, one place a document. What was written once never moves or changes,
so that a reader may go on with the places it knows while a writer appends."""

import numpy as np


class Column:
    """A number for each document, by the document's number."""

    def __init__(self, values=(), dtype=np.int64):
        self.values = np.array(values, dtype=dtype)
        self.size = len(self.values)

    def extend(self, values):
        """Append; a reader that holds the old `values` still finds there all that it knew."""
        needed = self.size + len(values)
        if needed > len(self.values):
            grown = np.zeros(max(needed, 2 * len(self.values), 1024), dtype=self.values.dtype)
            grown[: self.size] = self.values[: self.size]
            self.values = grown
        self.values[self.size : needed] = values
        self.size = needed

    def append(self, value):
        self.extend([value])

    def filled(self):
        return self.values[: self.size]


class Sequences:
    """For each document a sequence of numbers of any length."""

    def __init__(self, numbers=(), ends=()):
        self.numbers = Column(numbers, dtype=np.int32)
        self.ends = Column(ends)

    def append(self, sequence):
        self.numbers.extend(sequence)
        self.ends.append(self.numbers.size)

    def __getitem__(self, document):
        ends = self.ends.values
        return self.numbers.values[ends[document - 1] if document else 0 : ends[document]]

    def together(self, documents):
        """The sequences of several documents in one array, and whose each number is."""
        ends = self.ends.values
        stops = ends[documents]
        starts = np.where(documents > 0, ends[documents - 1], 0)
        lengths = stops - starts
        shifts = np.cumsum(lengths) - lengths
        places = np.arange(lengths.sum()) + np.repeat(starts - shifts, lengths)
        return self.numbers.values[places], np.repeat(documents, lengths)

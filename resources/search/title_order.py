"""A to Z as numbers: each document has a label, and labels compare as the titles do."""

from bisect import bisect_left, insort
from collections.abc import Sequence

import numpy as np

from .arrays import Array, GrowingArray

MAX_LABEL = 1 << 62

# (sorting key of the title, key of the resource). The resource's key decides between equal titles.
# A plain tuple, because the garbage collector can ignore it: there is one for each title.
TitleKey = tuple[str, int]


class TitleOrder:
    """Labels that put documents in the order of their titles ("order maintenance" in textbooks).

    Labels of neighbours leave room for labels in between. So a new title costs two look-ups and
    moves no other. When the room between two neighbours is used up, all titles get new labels.
    """

    def __init__(self, title_keys: Sequence[TitleKey] = ()) -> None:
        """`title_keys` of the first documents, in the order of the documents."""
        documents = sorted(range(len(title_keys)), key=title_keys.__getitem__)
        self.sorted_keys = [title_keys[document] for document in documents]
        self.sorted_labels = evenly_spaced_labels(len(title_keys))  # of `sorted_keys`
        labels = np.empty(len(title_keys), dtype=np.int64)
        labels[documents] = self.sorted_labels
        self.labels = GrowingArray(labels)  # document → label
        # Later titles have a list of their own: an insertion into a million moves half of them.
        self.recent_keys: list[TitleKey] = []
        self.recent_labels: dict[TitleKey, int] = {}

    def append(self, title_key: TitleKey) -> None:
        """Give the next document the label of its title."""
        label = self.label_of_key(title_key)
        if label is None:
            label = self.recent_labels[title_key] = self.new_label(title_key)
            insort(self.recent_keys, title_key)
        self.labels.append(label)

    def label_of_key(self, title_key: TitleKey) -> int | None:
        position = bisect_left(self.sorted_keys, title_key)
        if position < len(self.sorted_keys) and self.sorted_keys[position] == title_key:
            return int(self.sorted_labels[position])
        return self.recent_labels.get(title_key)

    def new_label(self, title_key: TitleKey) -> int:
        """A label between those of the neighbours of `title_key`."""
        below, above = self.neighbour_labels(title_key)
        if above - below < 2:
            self.relabel()
            below, above = self.neighbour_labels(title_key)
        return (below + above) // 2

    def neighbour_labels(self, title_key: TitleKey) -> tuple[int, int]:
        """The labels just below and just above a title that has none."""
        position = bisect_left(self.sorted_keys, title_key)
        labels = self.sorted_labels[max(position - 1, 0) : position + 1].tolist()
        below = labels[0] if position else 0
        above = labels[-1] if position < len(self.sorted_keys) else MAX_LABEL
        recent = bisect_left(self.recent_keys, title_key)
        if recent:
            below = max(below, self.recent_labels[self.recent_keys[recent - 1]])
        if recent < len(self.recent_keys):
            above = min(above, self.recent_labels[self.recent_keys[recent]])
        return below, above

    def relabel(self) -> None:
        """Give all titles new labels, evenly spaced, and each document its title's new one."""
        recent = [self.recent_labels[title_key] for title_key in self.recent_keys]
        labels = np.concatenate([self.sorted_labels, np.array(recent, dtype=np.int64)])
        in_order = np.argsort(labels)
        title_keys = self.sorted_keys + self.recent_keys
        self.sorted_keys = [title_keys[index] for index in in_order]
        self.sorted_labels = evenly_spaced_labels(len(title_keys))
        self.recent_keys, self.recent_labels = [], {}
        ranks = np.searchsorted(labels[in_order], self.labels.contents())
        self.labels = GrowingArray(self.sorted_labels[ranks])  # readers keep the array they hold


def evenly_spaced_labels(count: int) -> Array:
    """`count` ascending labels, as far from each other as possible."""
    return np.arange(1, count + 1) * (MAX_LABEL // (count + 1))

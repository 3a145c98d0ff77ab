"""A to Z as numbers: each document gets a label, and labels compare as the titles do."""

from bisect import bisect_left, insort

import numpy as np

from .arrays import Column

LAST_LABEL = 1 << 62


class TitleOrder:
    """Labels by which documents stand from A to Z; the entry's key decides between equal titles.

    A *place* is (title's sorting key, entry's key). Labels of neighbours leave room for places
    in between, so that a new title costs two look-ups and moves nobody. Where the room is used
    up, everybody gets a new label.
    """

    def __init__(self, places=()):
        """`places` of the first documents, in the order of the documents."""
        documents = sorted(range(len(places)), key=places.__getitem__)
        self.places = [places[document] for document in documents]
        self.place_labels = evenly(len(places))
        labels = np.empty(len(places), dtype=np.int64)
        labels[documents] = self.place_labels
        self.labels = Column(labels)
        self.later_places = []  # kept apart: putting one into a million moves half of them
        self.label_of_later = {}

    def append(self, place):
        """The next document stands at `place`."""
        label = self.label_of(place)
        if label is None:
            label = self.label_of_later[place] = self.label_between(place)
            insort(self.later_places, place)
        self.labels.append(label)

    def label_of(self, place):
        position = bisect_left(self.places, place)
        if position < len(self.places) and self.places[position] == place:
            return int(self.place_labels[position])
        return self.label_of_later.get(place)

    def label_between(self, place):
        below, above = self.neighbours(place)
        if above - below < 2:
            self.spread()
            below, above = self.neighbours(place)
        return (below + above) // 2

    def neighbours(self, place):
        """The labels just below and just above a place that has none."""
        position = bisect_left(self.places, place)
        labels = self.place_labels[max(position - 1, 0) : position + 1].tolist()
        below = labels[0] if position else 0
        above = labels[-1] if position < len(self.places) else LAST_LABEL
        later = bisect_left(self.later_places, place)
        if later:
            below = max(below, self.label_of_later[self.later_places[later - 1]])
        if later < len(self.later_places):
            above = min(above, self.label_of_later[self.later_places[later]])
        return below, above

    def spread(self):
        """Give every place a label again, evenly apart, and every document its place's new one."""
        later = [self.label_of_later[place] for place in self.later_places]
        labels = np.concatenate([self.place_labels, np.array(later, dtype=np.int64)])
        in_order = np.argsort(labels)
        places = self.places + self.later_places
        self.places = [places[index] for index in in_order]
        self.place_labels = evenly(len(places))
        self.later_places, self.label_of_later = [], {}
        ranks = np.searchsorted(labels[in_order], self.labels.filled())
        self.labels = Column(self.place_labels[ranks])  # a reader keeps the labels it holds


def evenly(count):
    """`count` labels in order, as far from each other as can be."""
    return np.arange(1, count + 1) * (LAST_LABEL // (count + 1))

"""Where phrases stand in a text: all of them found in one pass, however many there are."""


class Phrasebook:
    def __init__(self, *lists):
        self.by_first_word = {}
        for phrase in {phrase for phrases in lists for phrase in phrases}:
            first, *rest = phrase.split()
            self.by_first_word.setdefault(first, []).append((rest, phrase))

    def places(self, words):
        """{phrase: where it begins, each time}, counted in words."""
        found, known = {}, self.by_first_word
        firsts = known.keys() & set(words)
        for at in [at for at, word in enumerate(words) if word in firsts] if firsts else ():
            for rest, phrase in known[words[at]]:
                if not rest or words[at + 1 : at + 1 + len(rest)] == rest:
                    found.setdefault(phrase, []).append(at)
        return found

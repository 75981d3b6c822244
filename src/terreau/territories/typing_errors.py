"""Measure how far a typed word is from a word of the referential."""


def allowed_errors(word: str) -> int:
    """How many slips are forgiven: none in short words, one, then two in long ones."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def letters_of(word: str) -> int:
    """The set of letters as bits, so that distant words are dismissed at once."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def distance_within(typed: str, known: str, most: int, *, is_beginning: bool = False) -> int | None:
    """Count insertions, deletions, substitutions and swaps; None beyond `most`.

    With `is_beginning`, the typed word is compared with the best beginning of the known one.

    >>> distance_within("charneton", "charenton", 2)
    1
    >>> distance_within("strasborug", "strasbourg", 1)
    1
    >>> distance_within("charemto", "charenton", 1, is_beginning=True)
    1
    """
    before: list[int] = []
    row = list(range(len(known) + 1))
    for i, letter in enumerate(typed, start=1):
        previous, row = row, [i] + [0] * len(known)
        for j, other in enumerate(known, start=1):
            cost = 0 if letter == other else 1
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost)
            is_swap = i > 1 and j > 1 and letter == known[j - 2] and typed[i - 2] == other
            if is_swap:
                row[j] = min(row[j], before[j - 2] + 1)
        if min(row) > most:
            return None
        before = previous
    distance = min(row) if is_beginning else row[-1]
    return distance if distance <= most else None

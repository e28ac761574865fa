"""What the programs that make up the data of the example businesses have in common.

The same bytes on every run and every Python 3: only integers are used, and the pseudo-random numbers
come from the few lines below, not from a library whose sequence might change.
"""

import datetime
import os
import sys


class Chance:
    """A linear congruential generator (Knuth's MMIX constants)."""

    def __init__(self, seed):
        self.state = seed

    def between(self, low, high):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return low + (self.state >> 33) % (high - low + 1)

    def pick(self, items, count):
        pool = list(items)
        return [pool.pop(self.between(0, len(pool) - 1)) for _ in range(count)]


def date(text):
    return datetime.date.fromisoformat(text)


def first_day(quarter):
    return datetime.date(int(quarter[:4]), 3 * int(quarter[6]) - 2, 1)


def split(total, parts, chance):
    """Uneven parts that add up."""
    weights = [chance.between(60, 140) for _ in range(parts)]
    shares = [total * weight // sum(weights) for weight in weights]
    shares[-1] += total - sum(shares)
    return shares


def writer(script):
    """A function that writes a CSV file into data/ beside the script, or into the folder that is named on the command line."""
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(script)), "data")
    os.makedirs(folder, exist_ok=True)

    def write(name, header, rows):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            for row in [header] + rows:
                file.write(",".join("" if cell is None else str(cell) for cell in row) + "\n")

    return write

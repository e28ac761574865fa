"""What the programs here that compute an example again have in common."""

import csv
import datetime
import os
import sqlite3
from fractions import Fraction


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def database(folder):
    """The files as tables of SQLite; what is all digits is a number, an empty cell is null."""
    base = sqlite3.connect(":memory:")
    for file in sorted(os.listdir(folder)):
        rows = read(folder, file)
        columns = ", ".join('"%s"' % name for name in rows[0])
        base.execute("create table %s (%s)" % (file[:-4], columns))
        base.executemany("insert into %s values (%s)" % (file[:-4], ", ".join("?" * len(rows[0]))),
                         [[int(cell) if cell.isdigit() else cell or None for cell in row.values()] for row in rows])
    return base


def one(base, query, *values):
    return base.execute(query, values).fetchone()[0]


def date(text):
    return datetime.date.fromisoformat(text) if text else None


def published(value, step):
    """Half up, ties away from zero."""
    scaled = abs(value) / Fraction(step)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (whole if value >= 0 else -whole) * Fraction(step)


def total(values):
    return sum(values, Fraction(0))


def days_of(quarter):
    year, q = int(quarter[:4]), int(quarter[6])
    first = datetime.date(year, 3 * q - 2, 1)
    after = datetime.date(year + 1, 1, 1) if q == 4 else datetime.date(year, 3 * q + 1, 1)
    return first, after - datetime.timedelta(days=1)


def months(a, b):
    """Completed months from a to b; the days here never meet a shorter month's end."""
    return (b.year - a.year) * 12 + b.month - a.month - (1 if b.day < a.day else 0)


def compare(wanted, seen, what):
    """Two dictionaries of the same figures: prints each difference and how many there are; 0 if all agree."""
    for key in sorted(set(wanted) | set(seen)):
        if wanted.get(key) != seen.get(key):
            print("%s: expected %s, printed %s" % (" ".join(key), wanted.get(key), seen.get(key)))
    print("%d %s, %.2f in all" % (len(seen), what, total(seen.values())))
    return 0 if wanted == seen else 1

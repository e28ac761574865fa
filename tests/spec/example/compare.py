#!/usr/bin/env python3
"""Compares what kpi printed about examples/mature-team with expected.py, figure by figure.

Usage: compare.py RUN.csv [QUERY.csv ...]
RUN.csv is `kpi run --format csv`, QUERY.csv is `kpi query '… by rep, quarter …' --format csv`.
"""

import csv
import sys
from fractions import Fraction

import expected


def number(text):
    """The value behind a figure: 81.5 and 81.50 are equal, 81.50 % is 0.815; texts stay texts."""
    try:
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except ValueError:
        return text


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Comparison:
    def __init__(self):
        self.compared = 0
        self.differences = []

    def add(self, what, wanted, seen):
        self.compared += 1
        if seen is None or number(wanted) != number(seen):
            self.differences.append("%s: expected %s, printed %s" % (what, wanted, seen))


def compare_run(rows, wanted, comparison):
    printed = {(row["key"], row["period"], row["scorecard"]): row for row in rows}
    seen = set()
    for rep, period, what, value, _ in wanted:
        card, name = what.split(".", 1)
        if name == "growth_yoy":
            continue
        seen.add((rep, period, card))
        row = printed.get((rep, period, card), {})
        comparison.add("%s %s %s" % (rep, period, what), value, row.get(name))
    for extra in sorted(set(printed) - seen):
        comparison.differences.append("%s %s %s: printed, but not expected" % extra)


def compare_query(rows, wanted, company, comparison):
    values = {(rep, period, what.split(".")[1]): value for rep, period, what, value, _ in wanted
              if what.split(".")[-1] in ("value", "growth_yoy")}
    for rep, period, what, value, _ in company:
        values[("(company)", period, what)] = value
    for row in rows:
        for name in row:
            key = (row["rep"], row["period"], name)
            if key in values:
                comparison.add("query %s %s %s" % key, values.pop(key), row[name])


def main():
    comparison = Comparison()
    folder = expected.os.path.join(expected.HERE, "..", "..", "..", "examples", "mature-team", "data")
    wanted = expected.statement(folder, expected.QUARTERS)
    compare_run(read(sys.argv[1]), wanted, comparison)
    for path in sys.argv[2:]:
        compare_query(read(path), wanted, expected.company(folder, expected.QUARTERS), comparison)
    for difference in comparison.differences:
        print(difference)
    if not comparison.differences:
        print("%d figures agree" % comparison.compared)
    sys.exit(1 if comparison.differences else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares what kpi printed about the public data sets with expected.py, figure by figure.

Usage: compare.py crm|adventureworks DATA_FOLDER KIND=FILE.csv ...
KIND is `cards` for `kpi run --format csv`; else the column that `kpi query` asked by.
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


def figures_of_cards(rows, subject):
    for row in rows:
        for name, value in row.items():
            if name.endswith((".points", ".attainment")) or name in ("score", "grade"):
                what = name if "." in name and subject == "agent" else name.split(".")[-1]
                yield "%s:%s" % (subject, row["key"]), row["period"], what, value


def figures_of_query(rows, column):
    for row in rows:
        who = "%s:%s" % (column.split(".")[0], row[column])
        if row[column] == "(company)":
            who = "company"
        for name, value in row.items():
            what = "attainment" if name.startswith("attainment") else name
            if name not in (column, "period"):
                yield who, row["period"], what, value


def main():
    name, folder = sys.argv[1], sys.argv[2]
    wanted = {}
    expected.figures(folder, name, lambda who, period, what, value:
                     wanted.__setitem__((who, period, what), value))
    subject = {"crm": "agent", "adventureworks": "person"}[name]
    compared, failed = 0, 0
    for argument in sys.argv[3:]:
        kind, path = argument.split("=", 1)
        figures = figures_of_cards(read(path), subject) if kind == "cards" else (
            figures_of_query(read(path), kind))
        found = 0
        for who, period, what, value in figures:
            if (who, period, what) not in wanted:
                continue
            found += 1
            if number(wanted[who, period, what]) != number(value):
                failed += 1
                print("%s %s %s: expected %s, printed %s" % (who, period, what,
                                                             wanted[who, period, what], value))
        print("%s: %d figures" % (path, found))
        compared += found
    if failed == 0:
        print("%d figures agree" % compared)
    sys.exit(1 if failed or compared == 0 else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Computes the scores and commissions of examples/b2b-pipeline again, from the plan in words, and compares.

    b2b_pipeline.py DATA RUN.csv

DATA is the folder of the files, RUN.csv what `kpi run --format csv` printed for the quarters of 2025.
"""

import sys
from fractions import Fraction

from tables import compare, days_of, database, one, published, read, total

QUARTERS = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]


def ratio(above, below):
    return published(Fraction(above) / below, "0.0001") if below else None


def linear(attained):
    return None if attained is None else published(100 * max(Fraction(0), min(attained, Fraction(1))), "0.01")


def lines(base, rep, quarter, quota):
    """Bookings, and (weight, points or None) of each line."""
    first, last = (day.isoformat() for day in days_of(quarter))
    closed = "from opportunities where rep = ? and closed_on between ? and ?"
    booked = one(base, "select coalesce(sum(amount), 0) %s and stage = 'won'" % closed, rep, first, last)
    won = one(base, "select count(*) %s and stage = 'won'" % closed, rep, first, last)
    decided = one(base, "select count(*) %s" % closed, rep, first, last)
    days = one(base, "select sum(julianday(closed_on) - julianday(first_contact)) %s and stage = 'won'" % closed, rep, first, last)
    began = one(base, "select min(day) from pipeline where day between ? and ?", first, last)
    expected = one(base, "select coalesce(sum(amount), 0) from pipeline where rep = ? and day = ? and stage <> 'qualification' "
                         "and expected_on <= ?", rep, began, last)
    said_on = one(base, "select max(made_on) from forecasts where made_on < ?", first)
    said = one(base, "select coalesce(sum(amount), 0) from forecasts where rep = ? and made_on = ?", rep, said_on)
    hired = one(base, "select hire_date from reps where rep_id = ?", rep)
    sold = ratio(booked, quota)
    covered = ratio(expected, quota)
    cycle = published(Fraction(int(days), won), "0.1") if won else None
    faster = published(min(100 / cycle, Fraction(3, 2)), "0.0001") if cycle else None
    near = None
    if booked and hired < first:  # who was not there said nothing
        near = published(1 - abs(said - booked) / Fraction(booked), "0.0001")
        near = published(near / Fraction(8, 10), "0.0001")
    rate = ratio(won, decided)
    return booked, [
        (50, linear(sold) if sold >= Fraction(80, 100) else Fraction(0)),
        (15, linear(published(rate / Fraction(35, 100), "0.0001")) if rate is not None else None),
        (15, published(100 * max(Fraction(0), min(Fraction(1), (covered - 1) / 2)), "0.01")),
        (10, linear(faster)),
        (10, linear(near)),
    ]


def earned(attained):
    """As a part of the quota."""
    return min(attained, Fraction(1)) * 5 / 100 + max(Fraction(0), min(attained, Fraction(2)) - 1) * 8 / 100


def main():
    base, wanted = database(sys.argv[1]), {}
    for rep, quarter, quota in base.execute("select rep, quarter, quota from targets").fetchall():
        booked, points = lines(base, rep, quarter, int(quota))
        there = [(weight, value) for weight, value in points if value is not None]
        score = published(total(w * p for w, p in there) / sum(w for w, _ in there), "0.01")
        quality = Fraction(90 if score < 60 else 100 if score < 90 else 110, 100)
        wanted[rep, quarter, "score"] = score
        wanted[rep, quarter, "commission"] = published(int(quota) * earned(ratio(booked, int(quota))) * quality, "0.01")
    seen = {}
    for row in read("", sys.argv[2]):
        if row["scorecard"]:
            seen[row["key"], row["period"], "score"] = Fraction(row["score"])
            seen[row["key"], row["period"], "commission"] = Fraction(row["commission"])
    return compare(wanted, seen, "figures")


if __name__ == "__main__":
    sys.exit(main())

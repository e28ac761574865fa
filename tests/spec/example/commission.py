#!/usr/bin/env python3
"""Computes the payments of examples/commission again, from the plan in words, and compares.

    commission.py DATA RUN.csv

DATA is the folder of the files, RUN.csv what `kpi run --format csv` printed for all months.
"""

import sys
from fractions import Fraction

from tables import compare, published, read, total

SLICES = [(Fraction(60, 100), 3), (Fraction(1), 6), (Fraction(3, 2), 9), (Fraction(2), 4)]


def share_of_quota(attained):
    """What is earned, as a part of the quota: each slice at its own rate."""
    if attained < 0:
        return attained * 3 / 100
    earned, below = Fraction(0), Fraction(0)
    for edge, rate in SLICES:
        earned += max(Fraction(0), min(attained, edge) - below) * rate / 100
        below = edge
    return earned


class Data:
    def __init__(self, folder):
        self.people = {row["rep_id"]: row for row in read(folder, "reps.csv")}
        self.orders = {row["order_id"]: row for row in read(folder, "orders.csv")}
        self.credits = read(folder, "credits.csv")
        self.overlays = read(folder, "overlays.csv")
        self.quotas = {(row["rep"], row["month"]): int(row["amount"]) for row in read(folder, "quotas.csv")}
        self.draws = {(row["rep"], row["month"]): int(row["amount"]) for row in read(folder, "draws.csv")}
        self.months = sorted({row["order_date"][:7] for row in self.orders.values()})

    def counted(self, order):
        return Fraction(max(-400000, min(400000, int(self.orders[order]["amount"]))))

    def credited(self, rep, month):
        return total(self.counted(row["order"]) * Fraction(row["share"][:-1]) / 100 for row in self.credits
                     if row["rep"] == rep and self.orders[row["order"]]["order_date"][:7] == month)

    def overlaid(self, rep, month):
        return total(self.counted(row["order"]) for row in self.overlays
                     if row["specialist"] == rep and row["order_date"][:7] == month)

    def is_there(self, rep, month):
        row = self.people[rep]
        return row["hire_date"][:7] <= month and (row["left_date"] == "" or month <= row["left_date"][:7])

    def due(self, rep, month):
        to_date = [m for m in self.months if m[:4] == month[:4] and m <= month]
        if self.people[rep]["title"] == "specialist":
            return published(sum(self.overlaid(rep, m) for m in to_date) * Fraction(8, 1000), "0.01")
        quota = sum(self.quotas[rep, m] for m in to_date if self.is_there(rep, m))
        attained = published(published(sum(self.credited(rep, m) for m in to_date), "0.01") / quota, "0.0001")
        return published(quota * share_of_quota(attained), "0.01")


def payments(data, rep):
    """(month, amount) of each month the person is there."""
    owed = before = Fraction(0)
    for month in data.months:
        if month.endswith("-01"):
            before = Fraction(0)
        if not data.is_there(rep, month):
            continue
        due = data.due(rep, month)
        amount = max(Fraction(data.draws.get((rep, month), 0)), due - before - owed)
        if data.people[rep]["title"] == "seller":
            amount = min(amount, Fraction(15000))
        owed += amount - (due - before)
        before = due
        yield month, amount


def main():
    data = Data(sys.argv[1])
    wanted = {(rep, month): amount for rep, row in data.people.items() if row["title"] != "manager"
              for month, amount in payments(data, rep)}
    rows = [row for row in read("", sys.argv[2]) if row["commission"] or row["overlay_commission"]]
    seen = {(row["key"], row["period"]): Fraction(row["commission"] or row["overlay_commission"]) for row in rows}
    return compare(wanted, seen, "payments")


if __name__ == "__main__":
    sys.exit(main())

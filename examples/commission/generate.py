#!/usr/bin/env python3
"""Writes the CSV files in data/: the same bytes on every run and every Python 3.

Only integers are used (money in whole dollars). STAFF, PACE and SPECIAL say what happens; chance
only fills in the rest.
"""

import datetime
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generating import Chance, writer

MONTHS = [(2025, m) for m in range(1, 13)] + [(2026, m) for m in range(1, 4)]
SEASON = [6, 7, 9, 7, 8, 9, 7, 7, 9, 9, 10, 12]  # hundredths of a year's quota

# id, name, title, region, hired, left, quota of a year in dollars
STAFF = [
    ("M1", "Ruth Okafor", "manager", "east", "2016-02-01", "", 0),
    ("S1", "Lena Hoffmann", "seller", "east", "2019-05-06", "", 1200000),
    ("S2", "Marco Ruiz", "seller", "east", "2020-09-01", "", 1200000),
    ("S3", "Jing Chen", "seller", "west", "2025-04-14", "", 900000),
    ("S4", "Tom Becker", "seller", "west", "2021-03-15", "", 1000000),
    ("S5", "Priya Sharma", "seller", "west", "2022-07-04", "2025-09-20", 1000000),
    ("S6", "Omar Haddad", "seller", "east", "2026-01-05", "", 900000),
    ("X1", "Grace Liu", "specialist", "east", "2021-10-11", "", 0),
    ("X2", "Wei Zhang", "specialist", "west", "2023-01-09", "", 0),
]

# What a seller brings in, in hundredths of the month's quota, from the first month of the file on.
PACE = {
    "S1": [95, 110, 104, 90, 120, 101, 97, 108, 99, 112, 105, 118, 92, 101, 107],
    "S2": [80, 95, 60, 105, 130, 115, 150, 120, 140, 160, 135, 150, 100, 90, 96],
    "S3": [0, 0, 0, 0, 10, 35, 70, 140, 165, 120, 130, 140, 105, 98, 110],
    "S4": [100, 85, 92, 105, 88, 60, 95, 45, 110, 115, 125, 130, 70, 96, 103],
    "S5": [90, 80, 100, 75, 110, 95, 85, 70, 60, 0, 0, 0, 0, 0, 0],
    "S6": [0] * 12 + [0, 5, 20],
}

# Draws that were agreed with those who came: dollars a month, and the months.
DRAWS = {"S3": (3000, [(2025, m) for m in range(4, 10)]), "S6": (3000, [(2026, m) for m in (1, 2, 3)])}

# Orders that a story is told about: day, seller, dollars, day and dollars of what came back.
SPECIAL = [
    ("2025-03-18", "S2", 900000, None, 0),           # a windfall: 400,000 of it count
    ("2025-06-10", "S4", 240000, "2025-08-21", 240000),
    ("2025-09-05", "S5", 60000, "2025-10-15", 60000),  # comes back when she is gone
    ("2025-12-10", "S1", 110000, "2026-01-20", 110000),  # comes back in the next year
]


def day_in(month, first, last, chance):
    return datetime.date(month[0], month[1], chance.between(first, last))


def make_orders(chance):
    """[day, seller, dollars, what came back: (day, dollars) or None]."""
    orders = [[datetime.date.fromisoformat(day), seller, dollars,
               (datetime.date.fromisoformat(back), part) if back else None]
              for day, seller, dollars, back, part in SPECIAL]
    for staff in STAFF:
        for at, month in enumerate(MONTHS):
            pace = PACE.get(staff[0], [0] * len(MONTHS))[at]
            total = staff[6] * SEASON[month[1] - 1] // 100 * pace // 100
            if not total:
                continue
            leaving = staff[5] != "" and staff[5][:7] == "%d-%02d" % month
            count = 1 if total < 30000 else chance.between(1, 3)
            for n in range(count):
                part = total // count // 10 * 10
                if n == count - 1:
                    part = total - part * (count - 1)
                day = day_in(month, 1, 15 if leaving else 28, chance)
                back = None
                if chance.between(1, 100) <= 6 and at < len(MONTHS) - 2:  # a part is sent back within two months
                    back = (day + datetime.timedelta(days=chance.between(10, 50)), part * chance.between(1, 4) // 10 // 10 * 10)
                orders.append([day, staff[0], part, back])
    return sorted(orders, key=lambda order: (order[0], order[1], order[2]))


def credits_of(seller, day, special, chance):
    """Who shares an order, in per cent. Now and then a colleague, once the house."""
    others = [s[0] for s in STAFF if s[2] == "seller" and s[0] != seller
              and s[4] <= day.isoformat() and (s[5] == "" or day.isoformat() < s[5])]
    luck = chance.between(1, 100)
    other = others[chance.between(0, len(others) - 1)]
    if special or luck > 22:
        return [(seller, 100)]
    if luck > 3:
        part = [30, 40, 50][chance.between(0, 2)]
        return [(seller, 100 - part), (other, part)]
    return [(seller, 75), ("", 25)]  # the house opened the account


def make_rows():
    chance = Chance(20250101)
    orders, credits, overlays, notes = [], [], [], []
    special = {(datetime.date.fromisoformat(day), seller) for day, seller, *_ in SPECIAL}
    for n, (day, seller, dollars, back) in enumerate(make_orders(Chance(20250401))):
        order = "O%03d" % (n + 1)
        shares = credits_of(seller, day, (day, seller) in special, chance)
        helper = ["X1", "X2"][chance.between(0, 1)] if chance.between(1, 100) <= 30 else None
        orders.append([order, "K%02d" % chance.between(1, 40), day, dollars, None])
        if back:
            notes.append([order, orders[-1][1], back[0], -back[1], shares, helper])
        credits += [[order, who, "%d%%" % part] for who, part in shares]
        overlays += [[order, day, helper]] if helper else []
    for n, (order, customer, day, dollars, shares, helper) in enumerate(sorted(notes, key=lambda note: note[2])):
        note = "R%02d" % (n + 1)
        orders.append([note, customer, day, dollars, order])
        credits += [[note, who, "%d%%" % part] for who, part in shares]
        overlays += [[note, day, helper]] if helper else []
    return sorted(orders, key=lambda row: (row[2], row[0])), credits, overlays


def make_quotas():
    """A row for each month somebody is there, so that who comes in April has nine of them."""
    rows = []
    for staff in STAFF:
        for year, month in MONTHS:
            text = "%d-%02d" % (year, month)
            if staff[6] and staff[4][:7] <= text and (staff[5] == "" or text <= staff[5][:7]):
                rows.append([staff[0], text, staff[6] * SEASON[month - 1] // 100])
    return rows


def main():
    write = writer(__file__)
    orders, credits, overlays = make_rows()
    write("reps.csv", ["rep_id", "name", "title", "region", "hire_date", "left_date"],
          [list(staff[:6]) for staff in STAFF])
    write("orders.csv", ["order_id", "customer", "order_date", "amount", "returned_order"], orders)
    write("credits.csv", ["order", "rep", "share"], credits)
    write("overlays.csv", ["order", "order_date", "specialist"], overlays)
    write("quotas.csv", ["rep", "month", "amount"], make_quotas())
    write("draws.csv", ["rep", "month", "amount"],
          [[rep, "%d-%02d" % month, dollars] for rep, (dollars, months) in DRAWS.items() for month in months])


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes the CSV files in data/: the same bytes on every run and every Python 3.

Only integers are used (money in whole euros). STAFF, QUOTAS, FORECASTS and SPECIAL say what
happens; chance only fills in the rest.
"""

import datetime
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generating import Chance, date, first_day, writer

EXPORT_DAY = datetime.date(2025, 12, 31)  # what is open then has no day of closing
DAY = datetime.timedelta(days=1)

# id, name, title, region, hired, left, new opportunities a quarter, of a hundred how many are won
STAFF = [
    ("L1", "Eva Lindqvist", "lead", "north", "2018-05-02", "", 0, 0),
    ("A1", "Marta Nowak", "executive", "north", "2020-02-03", "", 7, 34),
    ("A2", "Jonas Weber", "executive", "north", "2021-09-01", "", 8, 22),
    ("A3", "Leila Amrani", "executive", "south", "2022-03-14", "", 6, 42),
    ("A4", "Nils Berg", "executive", "south", "2022-11-07", "2025-08-31", 6, 26),
    ("A5", "Aiko Tanaka", "executive", "south", "2025-04-14", "", 6, 30),
]
QUARTERS = ["2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]

# In euros, for the quarters of 2025; 0: not there.
QUOTAS = {"A1": [70000, 80000, 70000, 70000], "A2": [70000, 70000, 70000, 70000], "A3": [60000, 60000, 60000, 60000],
          "A4": [60000, 60000, 40000, 0], "A5": [0, 20000, 50000, 60000]}
# What each said on the last Friday before the quarter that it would bring.
FORECASTS = {"A1": [85000, 150000, 45000, 50000], "A2": [120000, 110000, 90000, 100000], "A3": [35000, 40000, 80000, 40000],
             "A4": [60000, 55000, 50000, 0], "A5": [0, 0, 60000, 90000]}
FORECAST_DAYS = ["2024-12-27", "2025-03-28", "2025-06-27", "2025-09-26"]

# Opportunities that a story is told about: rep, first contact, opened, closed, won?, euros, day first expected.
SPECIAL = [
    ("A1", "2024-08-20", "2024-09-10", "2025-06-24", True, 96000, "2025-03-20"),   # a quarter late
    ("A3", "2025-01-08", "2025-01-20", "2025-09-30", True, 64000, "2025-08-15"),   # on the last day
    ("A2", "2024-10-01", "2024-10-15", None, False, 110000, "2025-03-31"),          # never decided, always next month
]
AMOUNTS = [9000, 12000, 15000, 18000, 24000, 30000, 36000, 48000, 60000]
STAGES = ["qualification", "proposal", "negotiation"]


def make_opportunities(chance):
    """[rep, customer, first contact, opened, closed or None, won, amount, first expected, days to decide]."""
    rows = []
    for rep, contact, opened, closed, won, amount, expected in SPECIAL:
        rows.append([rep, date(contact), date(opened), date(closed) if closed else None, won, amount, date(expected)])
    for staff in STAFF:
        for quarter in QUARTERS:
            for _ in range(staff[6]):
                opened = first_day(quarter) + chance.between(0, 88) * DAY
                contact = opened - chance.between(5, 40) * DAY
                needed, luck = chance.between(35, 150), chance.between(1, 100)
                amount = AMOUNTS[chance.between(0, len(AMOUNTS) - 1)]
                expected = opened + chance.between(45, 100) * DAY
                if opened < date(staff[4]) or (staff[5] and opened >= date(staff[5])):
                    continue
                won = luck <= staff[7]
                closed = opened + (needed if won else needed + 20) * DAY
                rows.append([staff[0], contact, opened, closed if closed <= EXPORT_DAY and luck <= 94 else None, won, amount, expected])
    rows.sort(key=lambda row: (row[2], row[0], row[1]))
    return [["D%03d" % (n + 1), "C%02d" % chance.between(1, 60)] + row for n, row in enumerate(rows)]


def owner_on(rep, day):
    """Whose it is that day: what Nils Berg left goes to Aiko Tanaka."""
    return "A5" if rep == "A4" and day >= date("2025-08-31") else rep


def stage_on(row, day):
    """A third of the way in each stage; who decides nothing stays in the second."""
    _, _, _, _, opened, closed, won, _, _ = row
    end = closed or opened + 300 * DAY
    step = min(2, 3 * (day - opened).days // max(1, (end - opened).days))
    return STAGES[step if won or step < 2 else 1]


def make_snapshots(opportunities):
    """What was open on the first day of each month, as it was believed then."""
    rows = []
    for month in range(1, 13):
        day = datetime.date(2025, month, 1)
        for row in opportunities:
            name, _, rep, _, opened, closed, won, amount, expected = row
            if opened > day or (closed and closed <= day):
                continue
            while expected <= day:
                expected += 45 * DAY  # next month, surely
            believed = amount if won and stage_on(row, day) == "negotiation" else amount * 11 // 10
            rows.append([day, name, owner_on(rep, day), stage_on(row, day), believed, expected])
    return rows


def main():
    write = writer(__file__)
    opportunities = make_opportunities(Chance(20240701))
    listed = []
    for row in opportunities:
        name, customer, rep, contact, opened, closed, won, amount, _ = row
        stage = ("won" if won else "lost") if closed else stage_on(row, EXPORT_DAY)
        listed.append([name, owner_on(rep, closed or EXPORT_DAY), customer, contact, opened, closed, stage, amount])
    write("reps.csv", ["rep_id", "name", "title", "region", "hire_date", "left_date"], [list(staff[:6]) for staff in STAFF])
    write("opportunities.csv",
          ["opportunity_id", "rep", "customer", "first_contact", "opened_on", "closed_on", "stage", "amount"], listed)
    write("pipeline.csv", ["day", "opportunity", "rep", "stage", "amount", "expected_on"], make_snapshots(opportunities))
    write("targets.csv", ["rep", "quarter", "measure", "quota"],
          [[rep, quarter, "bookings", quota] for rep, quotas in QUOTAS.items() for quarter, quota in zip(QUARTERS[2:], quotas) if quota])
    write("forecasts.csv", ["rep", "made_on", "amount"],
          [[rep, day, said] for day, said_by in zip(FORECAST_DAYS, zip(*FORECASTS.values())) for rep, said in zip(FORECASTS, said_by) if said])


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes the CSV files in data/: the same bytes on every run and every Python 3.

Only integers are used (money in whole yuan). PEOPLE, POSTS, LEADS and the plans after them say what
happens; chance only fills in the rest.
"""

import datetime
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generating import Chance, date, first_day, split, writer

QUARTERS = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
LAST_DAY = datetime.date(2025, 12, 31)
DAY = datetime.timedelta(days=1)

# id, name, title and superior as the personnel file has them at the end of the year, hired, left, base pay of a quarter
PEOPLE = [
    ("D1", "Helene Roux", "director", "", "2014-04-01", "", 90000),
    ("M1", "Zhou Min", "manager", "D1", "2017-03-06", "2025-10-01", 54000),
    ("M2", "Daniel Wright", "manager", "D1", "2018-07-02", "", 54000),
    ("R1", "Chen Jing", "rep", "R3", "2021-02-01", "", 36000),
    ("R2", "Tom Becker", "rep", "M2", "2020-08-03", "", 36000),
    ("R3", "Leila Amrani", "manager", "D1", "2019-05-13", "", 45000),
    ("R4", "Jonas Weber", "rep", "M2", "2022-01-10", "", 36000),
    ("R5", "Priya Sharma", "rep", "M2", "2023-06-05", "", 33000),
    ("R6", "Sun Lei", "rep", "M2", "2025-05-12", "", 33000),
    ("C1", "Omar Haddad", "channel", "D1", "2019-11-04", "", 48000),
    ("S1", "Grace Liu", "support", "D1", "2021-10-11", "", 27000),
    ("S2", "Wei Zhang", "support", "D1", "2023-01-09", "", 27000),
]

# Who did what where: Tom Becker goes south in the middle of August, Leila Amrani follows Zhou Min in October.
POSTS = [
    ("D1", "director", "", "2014-04-01", ""), ("M1", "manager", "N", "2017-03-06", "2025-10-01"),
    ("M2", "manager", "S", "2018-07-02", ""), ("R1", "rep", "N", "2021-02-01", ""),
    ("R2", "rep", "N", "2020-08-03", "2025-08-15"), ("R2", "rep", "S", "2025-08-15", ""),
    ("R3", "rep", "N", "2019-05-13", "2025-10-01"), ("R3", "manager", "N", "2025-10-01", ""),
    ("R4", "rep", "S", "2022-01-10", ""), ("R5", "rep", "S", "2023-06-05", ""), ("R6", "rep", "S", "2025-05-12", ""),
    ("C1", "channel", "", "2019-11-04", ""), ("S1", "support", "", "2021-10-11", ""), ("S2", "support", "", "2023-01-09", ""),
]
LEADS = [("N", "M1", "2017-03-06", "2025-10-01"), ("N", "R3", "2025-10-01", ""), ("S", "M2", "2018-07-02", "")]

# What each sells in a quarter, in thousands of yuan.
SALES = {"M2": [60, 0, 80, 0], "R1": [310, 330, 300, 360], "R2": [280, 300, 320, 340], "R3": [340, 350, 360, 180],
         "R4": [270, 250, 300, 310], "R5": [240, 260, 230, 280], "R6": [0, 40, 150, 220]}
TARGETS = {"team": {"M1": [900, 950, 950, 0], "R3": [0, 0, 0, 600], "M2": [600, 600, 750, 1100]},
           "channel": {"C1": [500, 520, 540, 600]}, "department": {"D1": [2000, 2050, 2200, 2300]}}
BUDGETS = {"M1": [60, 60, 60, 0], "R3": [0, 0, 0, 40], "M2": [45, 50, 60, 80]}
FORECASTS = [("2024-12-20", 1950), ("2025-03-21", 2150), ("2025-06-20", 2500), ("2025-09-19", 2250)]
MILESTONES = [("bank pact", "2025-03-31", "2025-03-20", 20), ("second warehouse", "2025-06-30", "2025-07-18", 20),
              ("channel in the south", "2025-09-30", "2025-09-30", 20), ("new price list", "2025-09-30", "2025-08-29", 10),
              ("service contract", "2025-12-31", "", 30)]
APPRAISALS = {("M1", "2025-Q1"): (82, 90), ("M1", "2025-Q2"): (78, 88), ("M1", "2025-Q3"): (70, 84), ("R3", "2025-Q4"): (86, 80),
              ("M2", "2025-Q1"): (75, 70), ("M2", "2025-Q2"): (80, 72), ("M2", "2025-Q3"): (88, 86), ("M2", "2025-Q4"): (90, 85)}
# Dealers: level, signed, ended, what they order in a quarter in thousands.
PARTNERS = [("P1", "gold", "2019-03-01", "", [150, 160, 150, 180]), ("P2", "gold", "2020-06-15", "", [120, 110, 130, 150]),
            ("P3", "silver", "2021-01-10", "", [90, 80, 95, 110]), ("P4", "silver", "2022-09-01", "", [70, 60, 80, 70]),
            ("P5", "basic", "2023-02-20", "2025-07-31", [40, 0, 0, 0]), ("P6", "basic", "2023-11-06", "", [30, 20, 0, 40]),
            ("P7", "basic", "2025-04-07", "", [0, 30, 60, 80])]


def make_orders(chance):
    rows = []
    for rep, plan in SALES.items():
        hired = next(date(person[4]) for person in PEOPLE if person[0] == rep)
        for quarter, thousands in zip(QUARTERS, plan):
            parts = max(1, thousands // 70)
            for amount in split(thousands * 1000, parts, chance) if thousands else []:
                start = max(first_day(quarter), hired)
                day = start + chance.between(0, (first_day(quarter) - start).days + 88) * DAY
                rows.append([day, rep, "K%02d" % chance.between(1, 50), amount])
                if chance.between(1, 100) <= 5:  # a part comes back
                    rows.append([min(day + 9 * DAY, first_day(quarter) + 89 * DAY), rep, rows[-1][2], -amount // 5])
    rows.sort(key=lambda row: (row[0], row[1], row[2], -row[3]))
    return [["O%03d" % (n + 1)] + row for n, row in enumerate(rows)]


def make_payments(orders, chance):
    rows = []
    for order, day, rep, _, amount in orders:
        if amount > 0:
            due = day + 20 * DAY
            luck, delay = chance.between(1, 100), chance.between(3, 60)
            late = luck > (68 if rep in ("R4", "R5") else 84)
            paid = due + delay * DAY if late else due - chance.between(0, 9) * DAY
            rows.append([due, order, paid if paid <= LAST_DAY else None, amount])
    rows.sort(key=lambda row: (row[0], row[1]))
    return [["I%03d" % (n + 1), row[1], row[0], row[2], row[3]] for n, row in enumerate(rows)]


def make_expenses(chance):
    rows = []
    for person in PEOPLE:
        for month in range(1, 13):
            day = datetime.date(2025, month, chance.between(3, 27))
            spent = chance.between(35, 75) * 100
            there = date(person[4]) <= day and (person[5] == "" or day < date(person[5]))
            if there and person[2] != "support":
                rows.append([day, person[0], spent])
    return [["E%03d" % (n + 1), row[1], row[0], row[2]] for n, row in enumerate(sorted(rows))]


def make_channel(chance):
    sell_in, shops, courses = [], [], []
    for partner, _, signed, ended, plan in PARTNERS:
        for quarter, thousands in zip(QUARTERS, plan):
            for amount in split(thousands * 1000, max(1, thousands // 40), chance) if thousands else []:
                day = first_day(quarter) + chance.between(10, 85) * DAY
                sell_in.append([day, partner, amount, amount if chance.between(1, 100) <= 85 else amount // 2])
    for quarter in QUARTERS:
        counted = first_day(quarter) + 80 * DAY
        for n in range(20):
            partner = PARTNERS[n % 7]
            if date(partner[2]) <= counted and (partner[3] == "" or counted < date(partner[3])):
                shops.append([counted, "shop %02d" % (n + 1), partner[0], "true" if chance.between(1, 100) <= 62 else "false"])
        for partner in (PARTNERS[chance.between(0, 2)], PARTNERS[chance.between(3, 6)]):
            day = first_day(quarter) + chance.between(20, 70) * DAY
            if date(partner[2]) <= day and (partner[3] == "" or day < date(partner[3])):
                came = chance.between(4, 10)
                courses.append([day, partner[0], came, came - chance.between(0, 3)])
    return sorted(sell_in), shops, sorted(courses)


def make_tasks(chance):
    rows = []
    for handler in ("S1", "S2"):
        for month in range(1, 13):
            for n, kind in enumerate(("order", "order", "order", "report")):
                due = datetime.datetime(2025, month, 5 + 6 * n, 18)
                luck = chance.between(1, 100)
                done = due + (26 if luck > 96 else -chance.between(1, 20)) * datetime.timedelta(hours=1)
                rows.append([due, handler, kind, done, "false" if 88 < luck <= (96 if handler == "S2" else 90) else "true"])
    return [["T%03d" % (n + 1), row[1], row[2], row[0].strftime("%Y-%m-%d %H:%M"), row[3].strftime("%Y-%m-%d %H:%M"), row[4]]
            for n, row in enumerate(sorted(rows))]


def make_ratings(chance):
    rows = []
    for quarter in QUARTERS:
        for rated in ("S1", "S2"):
            raters = ["R1", "R4", "R5"] if (quarter, rated) != ("2025-Q2", "S2") else ["R1", "R4"]
            for rater in raters:
                rows.append([first_day(quarter) + 75 * DAY, rater, rated, chance.between(78, 96)])
    return [["G%02d" % (n + 1)] + row for n, row in enumerate(rows)]


def by_quarter(plan, factor=1000):
    return [[who, quarter, thousands * factor] for who, values in plan.items() for quarter, thousands in zip(QUARTERS, values) if thousands]


def main():
    write = writer(__file__)
    orders = make_orders(Chance(20250101))
    sell_in, shops, courses = make_channel(Chance(20250102))
    write("reps.csv", ["rep_id", "name", "title", "manager", "hire_date", "left_date", "base_pay"], [list(person) for person in PEOPLE])
    write("regions.csv", ["id", "name"], [["N", "North"], ["S", "South"]])
    write("posts.csv", ["rep", "post", "region", "start", "end"], [list(post) for post in POSTS])
    write("leads.csv", ["region", "leader", "start", "end"], [list(lead) for lead in LEADS])
    write("orders.csv", ["order_id", "order_date", "rep", "customer", "amount"], orders)
    write("payments.csv", ["payment_id", "order", "due_date", "paid_date", "amount"], make_payments(orders, Chance(20250103)))
    write("expenses.csv", ["expense_id", "rep", "day", "amount"], make_expenses(Chance(20250104)))
    write("budgets.csv", ["rep", "quarter", "amount"], by_quarter(BUDGETS))
    write("targets.csv", ["rep", "quarter", "measure", "quota"],
          [[who, quarter, measure, quota] for measure, plan in TARGETS.items() for who, quarter, quota in by_quarter(plan)])
    write("forecasts.csv", ["rep", "made_on", "amount"], [["D1", day, thousands * 1000] for day, thousands in FORECASTS])
    write("milestones.csv", ["name", "owner", "due", "done", "part"],
          [[name, "D1", due, done, "%d%%" % part] for name, due, done, part in MILESTONES])
    write("appraisals.csv", ["rep", "quarter", "item", "mark"],
          [[who, quarter, item, mark] for (who, quarter), marks in APPRAISALS.items() for item, mark in zip(("coaching", "key accounts"), marks)])
    write("partners.csv", ["partner_id", "manager", "level", "signed_on", "ended_on"], [[p[0], "C1"] + list(p[1:4]) for p in PARTNERS])
    write("sell_in.csv", ["id", "partner", "day", "amount", "paid"],
          [["A%02d" % (n + 1), partner, day, amount, paid] for n, (day, partner, amount, paid) in enumerate(sell_in)])
    write("outlets.csv", ["outlet", "partner", "day", "stocked"], [[shop, partner, day, stocked] for day, shop, partner, stocked in shops])
    write("partner_trainings.csv", ["id", "partner", "day", "attended", "passed"],
          [["B%02d" % (n + 1), partner, day, came, passed] for n, (day, partner, came, passed) in enumerate(courses)])
    write("tasks.csv", ["task_id", "handler", "kind", "due_at", "done_at", "right"], make_tasks(Chance(20250105)))
    write("ratings.csv", ["rating_id", "day", "rater", "rated", "mark"], make_ratings(Chance(20250106)))


if __name__ == "__main__":
    main()

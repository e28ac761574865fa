#!/usr/bin/env python3
"""Writes the CSV files in data/: the same bytes on every run and every Python 3.

Only integers are used (money in whole yuan). STAFF, PLAN and the lists after it say what happens;
chance only fills in the rest.
"""

import datetime
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generating import Chance, first_day, split, writer

QUARTERS = ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"]
LAST_DAY = datetime.date(2025, 10, 20)  # later payments are not known yet

# id, name, title, region, hired, left, mentor, base pay of a quarter in yuan
STAFF = [
    ("M1", "Ruan Mei", "manager", "east", "2017-03-06", "", "", 60000),
    ("E1", "Zhao Min", "rep", "east", "2019-02-11", "", "", 36000),
    ("E2", "Li Na", "rep", "east", "2020-06-01", "", "", 36000),
    ("E3", "Tom Becker", "rep", "east", "2021-09-06", "", "", 33000),
    ("E4", "Wang Fang", "rep", "east", "2024-11-04", "", "E1", 27000),
    ("E5", "Ines Costa", "rep", "east", "2025-05-19", "", "E3", 27000),
    ("W1", "Chen Jing", "rep", "west", "2020-03-02", "", "", 36000),
    ("W2", "Omar Haddad", "rep", "west", "2022-01-10", "", "", 33000),
    ("W3", "Liu Yang", "rep", "west", "2022-08-15", "2025-05-16", "", 33000),
    ("W4", "Priya Sharma", "rep", "west", "2025-02-10", "", "W1", 27000),
    ("W5", "Sun Lei", "rep", "west", "2025-07-07", "", "W1", 27000),
]

# For each quarter: the quota in yuan, how much of it is sold in hundredths of a per cent, and of the
# customers of the quarter before how many buy again and how many are new.
PLAN = {
    "E1": [(400000, 9800, 6, 0), (400000, 10450, 5, 0), (420000, 10000, 5, 1), (420000, 9720, 5, 0)],
    "E2": [(400000, 10100, 6, 0), (400000, 9100, 4, 0), (420000, 7990, 3, 0), (420000, 8000, 3, 1)],
    "E3": [(360000, 9500, 5, 0), (360000, 10200, 5, 1), (380000, 11250, 6, 0), (380000, 9650, 5, 0)],
    "E4": [(300000, 0, 0, 0), (300000, 2600, 0, 2), (300000, 9100, 2, 2), (300000, 10300, 4, 1)],
    "E5": [None, None, (300000, 0, 0, 0), (300000, 4100, 0, 3)],
    "W1": [(300000, 10200, 4, 0), (300000, 9900, 3, 3), (320000, 10600, 4, 3), (320000, 11100, 5, 4)],
    "W2": [(280000, 9300, 4, 0), (280000, 10500, 3, 4), (300000, 9400, 3, 5), (300000, 10150, 4, 2)],
    "W3": [(280000, 9700, 4, 0), (280000, 8600, 3, 1), (300000, 4000, 2, 0), None],
    "W4": [None, (240000, 0, 0, 0), (240000, 3800, 0, 2), (240000, 8700, 2, 3)],
    "W5": [None, None, None, (240000, 900, 0, 1)],
}
# Whose new customers hardly pay; who sits how well; what a mentor gives.
BAD_PAYERS = {("W2", "2025-Q2")}
EXAM_LEVEL = {"E4": 84, "E5": 90, "W4": 74, "W5": 82}
MENTORING = [("E1", "2025-01-17", 4), ("E1", "2025-02-21", 3), ("E1", "2025-04-18", 3), ("E1", "2025-06-06", 2),
             ("E3", "2025-06-13", 6), ("E3", "2025-07-18", 3), ("E3", "2025-08-22", 5), ("W1", "2025-02-28", 6),
             ("W1", "2025-05-09", 2), ("W1", "2025-07-25", 7), ("W1", "2025-09-12", 4)]
COURSES = ["products", "contracts", "negotiation", "compliance"]
# Sent back: what of whose n-th order of the quarter, in hundredths.
RETURNS = {("E1", "2025-Q2", 1): 10, ("E2", "2025-Q2", 0): 25, ("W2", "2025-Q3", 2): 50, ("E3", "2025-Q1", 3): 15}


def days_there(staff, quarter):
    """First day in the quarter and the number of days from it on, within the employment; 0 days if none."""
    start = first_day(quarter)
    end = start + datetime.timedelta(days=88)
    if staff[5]:
        end = min(end, datetime.date.fromisoformat(staff[5]) - datetime.timedelta(days=1))
    start = max(start, datetime.date.fromisoformat(staff[4]))
    return start, max(0, (end - start).days + 1)


def make_orders(chance):
    """[rep, customer, day, amount, cost, quarter, is new, return of]; customers as (id, owner)."""
    orders, customers = [], []
    for staff in STAFF:
        before = []
        for quarter, plan in zip(QUARTERS, PLAN.get(staff[0], [])):
            if plan is None or plan[1] == 0:
                continue
            quota, pace, again, new = plan
            kept = before[:again] if before else []
            fresh = ["K%s%02d" % (staff[0], len([c for c in customers if c[1] == staff[0]]) + n + 1)
                     for n in range(new if before or not again else again)]
            customers += [(name, staff[0]) for name in fresh]
            names = kept + fresh
            start, days = days_there(staff, quarter)
            margin = chance.between(22, 31)
            for n, (name, amount) in enumerate(zip(names, split(quota * pace // 10000, len(names), chance))):
                day = start + datetime.timedelta(days=chance.between(0, days - 1))
                cost = amount * (100 - margin - chance.between(-2, 2)) // 100
                orders.append([staff[0], name, day, amount, cost, quarter, name in fresh])
                part = RETURNS.get((staff[0], quarter, n))
                if part:
                    back = min(day + datetime.timedelta(days=12), start + datetime.timedelta(days=days - 1))
                    orders.append([staff[0], name, back, -amount * part // 100, -cost * part // 100, quarter, None])
            before = names
    orders.sort(key=lambda order: (order[2], order[0], order[1], -order[3]))
    return [["O%03d" % (n + 1)] + order for n, order in enumerate(orders)], customers


def make_payments(orders, chance):
    rows = []
    for order, rep, _, day, amount, _, quarter, new in orders:
        if amount < 0:
            continue
        due = day + datetime.timedelta(days=15)
        luck, late = chance.between(1, 100), chance.between(2, 60)
        paid = due - datetime.timedelta(days=chance.between(0, 10))
        if luck > 86 or (new and (rep, quarter) in BAD_PAYERS and luck > 15):
            paid = due + datetime.timedelta(days=late + (60 if new else 0))
        rows.append([due, order, paid if paid <= LAST_DAY and luck <= 97 else None, amount])
    rows.sort(key=lambda row: (row[0], row[1]))
    return [["P%03d" % (n + 1), row[1], row[0], row[2], row[3]] for n, row in enumerate(rows)]


def is_newcomer(staff, quarter):
    start, hired = first_day(quarter), datetime.date.fromisoformat(staff[4])
    return (start.year - hired.year) * 12 + start.month - hired.month - (start.day < hired.day) < 6


def make_weeks(chance):
    """Appointments of newcomers and of the west, a row for each Monday."""
    rows = []
    for staff in STAFF:
        if staff[2] != "rep":
            continue
        left = datetime.date.fromisoformat(staff[5]) if staff[5] else datetime.date(2025, 9, 29)
        monday = max(datetime.date(2024, 9, 30), datetime.date.fromisoformat(staff[4]))
        monday += datetime.timedelta(days=-monday.weekday() % 7)
        while monday < left:
            quarter = "%d-Q%d" % (monday.year, (monday.month + 2) // 3)
            if staff[3] == "west" or is_newcomer(staff, quarter):
                rows.append((monday, staff[0], chance.between(1, 4) if staff[3] == "west" else chance.between(0, 3)))
            monday += datetime.timedelta(days=7)
    return sorted(rows)


def make_courses(chance):
    """A session and an examination a month while somebody is new."""
    exams, sessions = [], []
    for staff in STAFF:
        if staff[0] not in EXAM_LEVEL:
            continue
        for quarter in QUARTERS:
            start, days = days_there(staff, quarter)
            if not days or not is_newcomer(staff, quarter):
                continue
            for n in range(days // 30):
                day = start + datetime.timedelta(days=30 * n + chance.between(18, 29))
                course = COURSES[chance.between(0, len(COURSES) - 1)]
                exams.append((day, staff[0], course, EXAM_LEVEL[staff[0]] + chance.between(-12, 9)))
                sessions.append((day - datetime.timedelta(days=9), staff[0], course, chance.between(1, 100) <= 85))
    return sorted(exams), sorted(sessions)


def main():
    write = writer(__file__)
    orders, customers = make_orders(Chance(20241001))
    exams, sessions = make_courses(Chance(20241003))
    write("reps.csv", ["rep_id", "name", "title", "region", "hire_date", "left_date", "mentor", "base_pay"],
          [list(staff) for staff in STAFF])
    # The customers of who has left are looked after by a colleague; the orders stay whose they were.
    write("customers.csv", ["customer_id", "name", "owner"],
          [[customer, "Shop %02d" % (n + 1), "W2" if owner == "W3" else owner] for n, (customer, owner) in enumerate(customers)])
    write("orders.csv", ["order_id", "rep", "customer", "order_date", "amount", "cost"], [order[:6] for order in orders])
    write("payments.csv", ["payment_id", "order", "due_date", "paid_date", "amount"],
          make_payments(orders, Chance(20241002)))
    write("targets.csv", ["rep", "quarter", "measure", "quota"],
          [[rep, quarter, "revenue", plan[0]] for rep, plans in PLAN.items()
           for quarter, plan in zip(QUARTERS, plans) if plan])
    write("activities.csv", ["rep", "day", "appointments"], [[r, d, n] for d, r, n in make_weeks(Chance(20241004))])
    write("exams.csv", ["exam_id", "rep", "day", "course", "result"],
          [["X%02d" % (n + 1), rep, day, course, result] for n, (day, rep, course, result) in enumerate(exams)])
    write("trainings.csv", ["training_id", "rep", "day", "course", "attended"],
          [["T%02d" % (n + 1), rep, day, course, "true" if there else "false"]
           for n, (day, rep, course, there) in enumerate(sessions)])
    write("contributions.csv", ["rep", "day", "mentoring"], [list(row) for row in MENTORING])


if __name__ == "__main__":
    main()

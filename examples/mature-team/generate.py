#!/usr/bin/env python3
"""Writes the CSV files in data/: the same bytes on every run and every Python 3.

Only integers are used (money in fen, ratios in hundredths of a percent). The tables STAFF, PLAN and
SPECIAL say what happens; chance only fills in the rest.
"""

import datetime
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generating import Chance, first_day, split, writer

EXPORT_DAY = datetime.date(2026, 1, 15)  # payments after this day are not known yet
QUARTERS = ["%d-Q%d" % (year, q) for year in (2024, 2025) for q in (1, 2, 3, 4)]

# id, name, title, region, manager, hired, left, base pay per quarter in yuan
STAFF = [
    ("M01", "周敏", "manager", "华东", "", "2018-03-05", "", 54000),
    ("M02", "Daniel Wright", "manager", "华南", "", "2019-07-01", "", 54000),
    ("R01", "张伟", "rep", "华东", "M01", "2019-04-08", "", 42000),
    ("R02", "Alice Chen", "rep", "华东", "M01", "2020-09-14", "", 36000),
    ("R03", "Bob Miller", "rep", "华东", "M01", "2021-02-01", "", 36000),
    ("R04", "陈静", "rep", "华东", "M01", "2022-06-20", "", 33000),
    ("R05", "李娜", "rep", "华东", "M01", "2023-11-20", "", 33000),
    ("R06", "王芳", "rep", "华南", "M02", "2024-12-16", "", 30000),
    ("R07", "Priya Sharma", "rep", "华南", "M02", "2025-08-18", "", 30000),
    ("R08", "刘洋", "rep", "华南", "M02", "2021-05-10", "2025-05-20", 33000),
    ("R09", "Tom Becker", "rep", "华南", "M02", "2022-01-04", "", 36000),
    ("R10", "赵敏", "rep", "华南", "M02", "2020-03-16", "", 36000),
    ("S01", "Grace Liu", "support", "华东", "M01", "2021-10-11", "", 27000),
]

# Per rep and quarter: quota in yuan (0: none given) and how much of it is sold, in hundred
# thousandths (100000 is exactly 100 %). Without a quota the second number is the revenue in yuan.
PLAN = {
    "M01": [(0, 0), (0, 60000), (0, 0), (0, 84000), (0, 0), (0, 72000), (0, 0), (0, 95000)],
    "R01": [(1500000, 97000), (1500000, 104000), (1600000, 99000), (1600000, 110500),
            (1800000, 125000), (1800000, 112500), (1900000, 108000), (2000000, 172000)],
    "R02": [(600000, 91000), (600000, 98000), (620000, 102000), (640000, 94000),
            (650000, 100000), (660000, 95000), (680000, 103300), (700000, 110000)],
    "R03": [(480000, 88000), (480000, 84000), (490000, 92000), (490000, 81000),
            (500000, 79990), (500000, 80000), (500000, 79996), (500000, 79994)],
    "R04": [(420000, 101000), (420000, 93000), (430000, 87000), (430000, 99000),
            (440000, 88000), (440000, 0), (450000, 97000), (450000, 101000)],
    "R05": [(0, 96000), (0, 188000), (360000, 82000), (380000, 90000),
            (400000, 104000), (400000, 115000), (0, 431000), (420000, 99995)],
    "R06": [None, None, None, None, (0, 58000), (0, 143000), (300000, 92000), (320000, 121000)],
    "R07": [None, None, None, None, None, None, (0, 21000), (0, 118000)],
    "R08": [(450000, 96000), (450000, 89000), (460000, 93000), (460000, 84000),
            (470000, 90000), (470000, 61000), None, None],
    "R09": [(520000, 94000), (520000, 99000), (540000, 103000), (540000, 96000),
            (560000, 98000), (560000, 107000), (580000, 93000), (580000, 119000)],
    "R10": [(500000, 86000), (500000, 90000), (520000, 88000), (540000, 95000),
            (550000, 118000), (560000, 122000), (580000, 109000), (600000, 131000)],
}

# What must come out a certain way: margin in hundredths of a percent, number of customers and
# how many of them order twice; "due": how the money that falls due in that quarter comes in.
SPECIAL = {
    ("R10", "2024-Q1"): {"customers": (4, 1)},
    ("R10", "2025-Q1"): {"margin": 3300, "customers": (4, 2)},
    ("R10", "2025-Q2"): {"margin": 3250, "customers": (5, 3)},
    ("R02", "2024-Q1"): {"customers": (5, 1)},
    ("R02", "2025-Q1"): {"margin": 2500, "customers": (4, 1)},
    ("R03", "2025-Q2"): {"margin": 1950},
    ("R06", "2025-Q3"): {"margin": 2720},
    ("R10", "2025-Q1 due"): "on time",
    ("R09", "2025-Q2 due"): "late",
}

PRODUCT_LINES = ["standard", "standard", "premium", "new", "service"]
COURSES = ["产品知识", "Negotiation", "合规", "CRM basics"]


def yuan(fen):
    return "%d.%02d" % (fen // 100, fen % 100)


def quarter_of(day):
    return "%d-Q%d" % (day.year, (day.month + 2) // 3)


def days_worked(staff, quarter):
    """First day in the quarter and the number of days from it on, within the employment."""
    start = first_day(quarter)
    end = start + datetime.timedelta(days=89)
    hired = datetime.date.fromisoformat(staff[5])
    if staff[6]:
        end = min(end, datetime.date.fromisoformat(staff[6]) - datetime.timedelta(days=1))
    start = max(start, hired)
    return start, (end - start).days + 1


def make_orders(chance):
    orders = []
    for staff in STAFF:
        rep = staff[0]
        pool = ["C%s%02d" % (rep[1:], n) for n in range(1, 9)]
        for quarter, plan in zip(QUARTERS, PLAN.get(rep, [])):
            if plan is None or plan[1] == 0:
                continue
            quota, part = plan
            revenue = quota * part // 1000 if quota else part * 100  # fen
            special = SPECIAL.get((rep, quarter), {})
            few = rep == "M01" or (rep, quarter) == ("R07", "2025-Q3")
            count = 1 if few else chance.between(3, 5)
            twice = 0 if few else chance.between(1, 2)
            count, twice = special.get("customers", (count, twice))
            customers = chance.pick(pool, count)
            customers += customers[:twice]
            start, days = days_worked(staff, quarter)
            margin = special.get("margin", chance.between(2150, 3150))
            for customer, amount in zip(customers, split(revenue, len(customers), chance)):
                day = start + datetime.timedelta(days=chance.between(0, days - 1))
                own_margin = margin + chance.between(-120, 120)
                line = PRODUCT_LINES[chance.between(0, len(PRODUCT_LINES) - 1)]
                cost = amount * (10000 - own_margin) // 10000
                orders.append([day, rep, customer, line, amount, cost])
    orders.sort(key=lambda order: (order[0], order[1], order[2], order[4]))
    return [["O%04d" % (n + 1)] + order for n, order in enumerate(orders)]


def paid_on(rep, ordered, due, chance):
    how = SPECIAL.get((rep, quarter_of(due) + " due"), "as usual")
    luck = chance.between(1, 100)
    delay = chance.between(3, 45)
    early = chance.between(0, 12)
    if how == "late":
        return due + datetime.timedelta(days=95 + delay) if luck > 30 else due
    if how == "on time" or luck <= 82:
        return max(ordered, due - datetime.timedelta(days=early))
    if luck <= 95:
        return due + datetime.timedelta(days=delay)
    return None


def make_payments(orders, chance):
    payments = []
    for order_id, day, rep, _, _, amount, _ in orders:
        terms = [0, 15, 30, 30, 45][chance.between(0, 4)]
        parts = [amount]
        if amount >= 12000000:  # from 120,000 yuan on, 40 % is due a month later
            parts = [amount - amount * 40 // 100, amount * 40 // 100]
        for n, part in enumerate(parts):
            due = day + datetime.timedelta(days=terms + 30 * n)
            paid = paid_on(rep, day, due, chance)
            if paid is not None and paid > EXPORT_DAY:
                paid = None
            payments.append([due, order_id, paid, part])
    payments.sort(key=lambda payment: (payment[0], payment[1]))
    return [["P%04d" % (n + 1)] + payment for n, payment in enumerate(payments)]


def make_quotas():
    rows = []
    for rep, plans in PLAN.items():
        for quarter, plan in zip(QUARTERS, plans):
            if plan is None or plan[0] == 0:
                continue
            quota = plan[0] * 100
            rows.append((rep, quarter, "revenue", quota * 80 // 100, quota, quota * 120 // 100))
            if quarter.startswith("2025"):
                part = quota // 5
                rows.append((rep, quarter, "premium", part * 80 // 100, part, part * 120 // 100))
    return sorted(rows)


def is_novice(staff, quarter):
    """Fewer than six completed months at the start of the quarter, and employed in it."""
    start = first_day(quarter)
    hired = datetime.date.fromisoformat(staff[5])
    months = (start.year - hired.year) * 12 + start.month - hired.month - (start.day < hired.day)
    return staff[2] == "rep" and months < 6 and hired < start + datetime.timedelta(days=90)


def make_activities(chance):
    weeks, exams = [], []
    for quarter in QUARTERS:
        for staff in STAFF:
            if not is_novice(staff, quarter):
                continue
            start, days = days_worked(staff, quarter)
            monday = start + datetime.timedelta(days=-start.weekday() % 7)
            while monday < start + datetime.timedelta(days=days):
                weeks.append((monday, staff[0], chance.between(2, 7), chance.between(9, 22)))
                monday += datetime.timedelta(days=7)
            if (staff[0], quarter) != ("R07", "2025-Q3"):  # she has sat no exam by then
                for n in range(chance.between(1, 3)):
                    day = start + datetime.timedelta(days=max(0, days - 1 - 19 * n))
                    course = COURSES[chance.between(0, len(COURSES) - 1)]
                    exams.append((day, staff[0], course, chance.between(62, 98)))
    weeks.sort()
    exams.sort()
    return weeks, exams


def main():
    write = writer(__file__)
    orders = make_orders(Chance(20240101))
    payments = make_payments(orders, Chance(20240401))
    weeks, exams = make_activities(Chance(20240701))
    write("reps.csv",
          ["rep_id", "name", "title", "region", "manager", "hire_date", "left_date", "base_pay"],
          [list(staff[:7]) + [yuan(staff[7] * 100)] for staff in STAFF])
    write("orders.csv",
          ["order_id", "rep_id", "customer_id", "product_line", "order_date", "amount", "cost"],
          [[o[0], o[2], o[3], o[4], o[1], yuan(o[5]), yuan(o[6])] for o in orders])
    write("payments.csv", ["payment_id", "order_id", "due_date", "paid_date", "amount"],
          [[p[0], p[2], p[1], p[3], yuan(p[4])] for p in payments])
    write("quotas.csv", ["rep_id", "quarter", "measure", "base", "quota", "stretch"],
          [[r, q, m, yuan(b), yuan(t), yuan(s)] for r, q, m, b, t, s in make_quotas()])
    write("activities.csv", ["activity_id", "rep_id", "week_start", "visits", "calls"],
          [["A%03d" % (n + 1), rep, day, visits, calls]
           for n, (day, rep, visits, calls) in enumerate(weeks)])
    write("exams.csv", ["exam_id", "rep_id", "exam_date", "course", "result"],
          [["E%02d" % (n + 1), rep, day, course, result]
           for n, (day, rep, course, result) in enumerate(exams)])


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Computes the scores and bonuses of examples/novices-and-regions again, from the plan in words, and compares.

    novices_and_regions.py DATA RUN.csv

DATA is the folder of the files, RUN.csv what `kpi run --format csv` printed for the quarters of 2025.
A line that cannot be computed is None here, which `x and …` leaves as it is.
"""

import datetime
import sys
from fractions import Fraction

from tables import compare, date, days_of, months, published, read, total

QUARTERS = ["2025-Q1", "2025-Q2", "2025-Q3"]
BEFORE = {"2025-Q1": "2024-Q4", "2025-Q2": "2025-Q1", "2025-Q3": "2025-Q2"}
RAMP = [0, 25, 50, 75, 100]


def ratio(above, below):
    return published(above / below, "0.0001") if below else None


def linear(attained):
    return None if attained is None else published(100 * min(attained, Fraction(1)), "0.01")


def from_80(attained):
    return linear(attained) if attained is None or attained >= Fraction(80, 100) else Fraction(0)


class Data:
    def __init__(self, folder):
        for name in ("reps", "orders", "payments", "targets", "activities", "exams", "trainings", "contributions"):
            setattr(self, name, read(folder, name + ".csv"))
        self.people = {row["rep_id"]: row for row in self.reps}
        self.order = {row["order_id"]: row for row in self.orders}

    def of(self, table, rep, column, first, last):
        return [row for row in getattr(self, table) if row["rep"] == rep and first <= date(row[column]) <= last]

    def is_there(self, rep, day):
        row = self.people[rep]
        return date(row["hire_date"]) <= day and (row["left_date"] == "" or day < date(row["left_date"]))

    def is_new(self, rep, quarter):
        return months(date(self.people[rep]["hire_date"]), days_of(quarter)[0]) < 6


def present(data, rep, quarter):
    first, last = days_of(quarter)
    days = [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
    return published(Fraction(sum(data.is_there(rep, day) for day in days), len(days)), "0.0001")


def sales_target(data, rep, quarter):
    quota = next(Fraction(row["quota"]) for row in data.targets if (row["rep"], row["quarter"]) == (rep, quarter))
    if not data.is_new(rep, quarter):
        return published(quota * present(data, rep, quarter), "0.01")
    first = days_of(quarter)[0]
    starts = [datetime.date(first.year, first.month + n, 1) for n in range(3)]
    served = [months(date(data.people[rep]["hire_date"]), start) for start in starts]
    return total(quota / 3 * RAMP[max(0, min(4, n))] / 100 for n in served)  # the quotas divide by three


def appointments(data, rep, quarter):
    """The mean of the weeks whose Thursday lies in the quarter and in which the person was there."""
    first, last = days_of(quarter)
    monday = first - datetime.timedelta(days=(first.weekday() + 4) % 7 + 3)
    weeks = []
    while monday <= last:
        thursday = monday + datetime.timedelta(days=3)
        days = [monday + datetime.timedelta(days=n) for n in range(7)]
        if first <= thursday <= last and any(data.is_there(rep, day) for day in days):
            weeks.append(sum(int(r["appointments"]) for r in data.of("activities", rep, "day", days[0], days[6])))
        monday += datetime.timedelta(days=7)
    return published(Fraction(sum(weeks), len(weeks)), "0.01")


def collected(data, rep, quarter, customers=None):
    first, last = days_of(quarter)
    due = [row for row in data.payments if data.order[row["order"]]["rep"] == rep and first <= date(row["due_date"]) <= last
           and (customers is None or data.order[row["order"]]["customer"] in customers)]
    paid = [row for row in due if row["paid_date"] and date(row["paid_date"]) <= last]
    return ratio(total(Fraction(row["amount"]) for row in paid), total(Fraction(row["amount"]) for row in due))


def mentoring(data, rep, quarter):
    first, last = days_of(quarter)
    taught = [one for one, row in data.people.items() if row["mentor"] == rep and data.is_new(one, quarter)
              and data.is_there(one, last)]
    hours = sum(int(row["mentoring"]) for row in data.of("contributions", rep, "day", first, last))
    return ratio(Fraction(hours), 8 * len(taught))


def lines(data, rep, quarter):
    """(weight, points or None) of each line of the card."""
    first, last = days_of(quarter)
    orders = data.of("orders", rep, "order_date", first, last)
    sold = total(Fraction(row["amount"]) for row in orders)
    bought = {row["customer"] for row in orders}
    sales = ratio(sold, sales_target(data, rep, quarter))
    if data.is_new(rep, quarter):
        exams = data.of("exams", rep, "day", first, last)
        passed = ratio(Fraction(sum(int(row["result"]) >= 75 for row in exams)), len(exams))
        asked = data.of("trainings", rep, "day", first, last)
        there = ratio(Fraction(sum(row["attended"] == "true" for row in asked)), len(asked))
        return [(30, linear(passed and ratio(passed, Fraction(80, 100)))),
                (30, linear(ratio(appointments(data, rep, quarter), 2))),
                (10, linear(Fraction(1) if there is None else there)), (30, linear(sales))]
    if data.people[rep]["region"] == "east":
        before = {row["customer"] for row in data.of("orders", rep, "order_date", *days_of(BEFORE[quarter]))}
        margin = ratio(total(Fraction(row["amount"]) - Fraction(row["cost"]) for row in orders), sold)
        kept, paid = ratio(Fraction(len(before & bought)), len(before)), collected(data, rep, quarter)
        return [(40, from_80(sales)), (20, linear(kept and ratio(kept, Fraction(80, 100)))),
                (20, linear(margin and ratio(margin, Fraction(25, 100)))),
                (10, from_80(paid and ratio(paid, Fraction(90, 100)))), (10, linear(mentoring(data, rep, quarter)))]
    known = {row["customer"] for row in data.orders if date(row["order_date"]) < first}
    paid = collected(data, rep, quarter, bought - known) or Fraction(0)
    return [(25, from_80(sales)), (25, linear(ratio(Fraction(len(bought - known)), 3))),
            (20, from_80(ratio(paid, Fraction(90, 100)))), (20, linear(ratio(appointments(data, rep, quarter), 3))),
            (10, linear(mentoring(data, rep, quarter)))]


def score(data, rep, quarter):
    there = [(weight, points) for weight, points in lines(data, rep, quarter) if points is not None]
    weights = sum(weight for weight, _ in there)
    return published(total(w * p for w, p in there) / weights, "0.01") if weights >= 60 else None


def main():
    data, wanted = Data(sys.argv[1]), {}
    for quarter in QUARTERS:
        first, last = days_of(quarter)
        for rep, row in data.people.items():
            if row["title"] != "rep" or date(row["hire_date"]) > last or (row["left_date"] and date(row["left_date"]) <= first):
                continue
            points = score(data, rep, quarter)
            wanted[rep, quarter, "score"] = points
            new = data.is_new(rep, quarter)
            good = [one for one, other in data.people.items() if other["mentor"] == rep and data.is_there(one, last)
                    and data.is_new(one, quarter) and (score(data, one, quarter) or 0) >= 75]
            paid = int(row["base_pay"]) * present(data, rep, quarter) / 4 * (max(points, 60) if new else points) / 100
            wanted[rep, quarter, "bonus"] = published(paid + 1000 * len(good), "0.01")
    seen = {}
    for row in read("", sys.argv[2]):
        if row["scorecard"]:
            seen[row["key"], row["period"], "score"] = Fraction(row["score"])
            seen[row["key"], row["period"], "bonus"] = Fraction(row["east_bonus"] or row["west_bonus"] or row["newcomer_bonus"])
    return compare(wanted, seen, "figures")


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Recomputes the statement of examples/mature-team from its CSV files, without kpi.

A second, independent reading of the policy: Python fractions, one person and quarter at a time,
written from the policy in words and the language reference. It prints one line per published
figure: rep,period,what,value,mark. A missing value prints as none(reason), a ratio in percent.

Usage: expected.py [DATA_FOLDER] [PERIOD ...]
"""

import csv
import os
import sys
from fractions import Fraction

from tables import date, days_of, months, read

HERE = os.path.dirname(os.path.abspath(__file__))
QUARTERS = ["%d-Q%d" % (year, q) for year in (2024, 2025) for q in (1, 2, 3, 4)]
# When two values are missing, the reason listed first wins.
PRIORITY = ["no_data", "null_input", "insufficient_weight", "out_of_scope", "no_row", "no_target",
            "zero_target", "no_prior", "zero_base", "zero_denominator", "no_rows", "undecided"]


class Missing:
    def __init__(self, reason):
        self.reason = reason


def missing(*values):
    reasons = [value.reason for value in values if isinstance(value, Missing)]
    return Missing(min(reasons, key=PRIORITY.index)) if reasons else None


def publish(value, step):
    """Half up, ties away from zero."""
    if isinstance(value, Missing):
        return value
    scaled = abs(value) / Fraction(step)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (whole if value >= 0 else -whole) * Fraction(step)


def ratio(value):
    return publish(value, "0.0001")


def points(value):
    return publish(value, "0.01")


def money(value):
    return publish(value, "0.01")


def divide(a, b):
    return missing(a, b) or (Missing("zero_denominator") if b == 0 else a / b)


class Data:
    def __init__(self, folder):
        self.reps = read(folder, "reps.csv")
        self.orders = read(folder, "orders.csv")
        self.payments = read(folder, "payments.csv")
        self.quotas = read(folder, "quotas.csv")
        self.activities = read(folder, "activities.csv")
        self.exams = read(folder, "exams.csv")
        self.rep_of_order = {row["order_id"]: row["rep_id"] for row in self.orders}
        first = min(date(row["order_date"]) for row in self.orders)
        self.covered_from = first.replace(day=1)

    def rep(self, rep):
        return next(row for row in self.reps if row["rep_id"] == rep)

    def in_scope(self, rep, quarter):
        row, (first, last) = self.rep(rep), days_of(quarter)
        left = row["left_date"]
        return date(row["hire_date"]) <= last and (left == "" or date(left) > first)

    def in_quarter(self, rows, column, quarter):
        first, last = days_of(quarter)
        return [row for row in rows if first <= date(row[column]) <= last]

    def orders_of(self, rep, quarter):
        return [row for row in self.in_quarter(self.orders, "order_date", quarter)
                if rep is None or row["rep_id"] == rep]


def guard(data, rep, quarter):
    """Before the first month of data, or no employee then: no value."""
    if days_of(quarter)[0] < data.covered_from:
        return Missing("no_prior")
    if rep is not None and not data.in_scope(rep, quarter):
        return Missing("out_of_scope")
    return None


def total(rows, column):
    return sum((Fraction(row[column]) for row in rows), Fraction(0))


def revenue(data, rep, quarter):
    return guard(data, rep, quarter) or money(total(data.orders_of(rep, quarter), "amount"))


def gross_margin(data, rep, quarter):
    rows = data.orders_of(rep, quarter)
    amount = total(rows, "amount")
    return guard(data, rep, quarter) or ratio(divide(amount - total(rows, "cost"), amount))


def repeat_rate(data, rep, quarter):
    counts = {}
    for row in data.orders_of(rep, quarter):
        counts[row["customer_id"]] = counts.get(row["customer_id"], 0) + 1
    twice = sum(1 for count in counts.values() if count >= 2)
    return guard(data, rep, quarter) or ratio(divide(Fraction(twice), Fraction(len(counts))))


def collection_rate(data, rep, quarter):
    rows = [row for row in data.in_quarter(data.payments, "due_date", quarter)
            if rep is None or data.rep_of_order[row["order_id"]] == rep]
    end = days_of(quarter)[1]
    paid = [row for row in rows if row["paid_date"] != "" and date(row["paid_date"]) <= end]
    return ratio(divide(total(paid, "amount"), total(rows, "amount")))


def year_ago(quarter):
    return "%d%s" % (int(quarter[:4]) - 1, quarter[4:])


def growth_yoy(data, rep, quarter):
    now, before = revenue(data, rep, quarter), revenue(data, rep, year_ago(quarter))
    gone = missing(now, before)
    if gone:
        return gone
    return Missing("zero_base") if before == 0 else ratio((now - before) / before)


def quota(data, rep, quarter, level="quota"):
    rows = [row for row in data.quotas if row["rep_id"] == rep and row["quarter"] == quarter
            and row["measure"] == "revenue"]
    assert len(rows) <= 1
    return Fraction(rows[0][level]) if rows else Missing("no_target")


def attainment(value, target):
    gone = missing(value, target)
    if gone:
        return gone
    return Missing("zero_target") if target == 0 else ratio(value / target)


def completion_points(x):
    if isinstance(x, Missing):
        return x
    if x < Fraction("0.8"):
        return Fraction(0)
    return points(100 * x) if x < 1 else Fraction(100)


def margin_points(x):
    if isinstance(x, Missing):
        return x
    low, high = Fraction("0.2"), Fraction("0.3")
    return points(100 * (min(max(x, low), high) - low) / (high - low))


def over_quota(x):
    """1 % of the first tenth above the quota, 2 % of the next, 3 % of the rest."""
    first = max(Fraction(0), min(x, Fraction("0.1")))
    second = max(Fraction(0), min(x, Fraction("0.2")) - Fraction("0.1"))
    rest = max(Fraction(0), x - Fraction("0.2"))
    return first * Fraction("0.01") + second * Fraction("0.02") + rest * Fraction("0.03")


def weighted(lines):
    """Lines without points hand their weight to the others, as long as 60 % of it is left."""
    present = [(weight, value) for weight, value in lines if not isinstance(value, Missing)]
    weight = sum((w for w, _ in present), Fraction(0))
    if weight < Fraction("0.6"):
        return Missing("insufficient_weight")
    return sum((w * value for w, value in present), Fraction(0)) / weight


def grade(score):
    if isinstance(score, Missing):
        return score
    return "D" if score < 60 else "C" if score < 75 else "B" if score < 90 else "A"


def card_of(data, rep, quarter):
    row = data.rep(rep)
    if row["title"] != "rep":
        return None
    young = months(date(row["hire_date"]), days_of(quarter)[0]) < 6
    return "newcomer" if young else "mature_rep"


def mature_rep(data, rep, quarter, out):
    values = {"revenue": revenue(data, rep, quarter), "gross_margin": gross_margin(data, rep, quarter),
              "repeat_rate": repeat_rate(data, rep, quarter),
              "collection_rate": collection_rate(data, rep, quarter)}
    last_year = repeat_rate(data, rep, year_ago(quarter))
    targets = {"revenue": quota(data, rep, quarter), "collection_rate": Fraction("0.9"),
               "repeat_rate": missing(last_year) or ratio(last_year * Fraction("1.15"))}
    reached = {name: attainment(values[name], targets[name]) for name in targets}
    got = {name: completion_points(x) for name, x in reached.items()}
    got["gross_margin"] = margin_points(values["gross_margin"])
    if isinstance(got["collection_rate"], Missing):
        got["collection_rate"] = Fraction(0)
    for name in ("revenue", "gross_margin", "repeat_rate", "collection_rate"):
        out(name + ".value", values[name], "money" if name == "revenue" else "ratio")
        if name in targets:
            out(name + ".target", targets[name], "money" if name == "revenue" else "ratio")
            out(name + ".attainment", reached[name], "ratio")
        out(name + ".points", got[name], "points")
    raw = weighted([(Fraction("0.4"), got["revenue"]), (Fraction("0.25"), got["gross_margin"]),
                    (Fraction("0.2"), got["repeat_rate"]), (Fraction("0.15"), got["collection_rate"])])
    growth = growth_yoy(data, rep, quarter)
    out("growth_yoy", growth, "ratio")
    notes = []
    if not isinstance(raw, Missing):
        if isinstance(growth, Missing):
            notes.append("add undecided")
        elif growth >= Fraction("0.3"):
            raw += 5
            notes.append("add 5")
        raw = min(raw, Fraction(120))
        paid = values["collection_rate"]
        if not isinstance(paid, Missing) and paid < Fraction("0.6"):
            notes.append("cap 60")
            raw = min(raw, Fraction(60))
    score = points(raw)
    out("score", score, "points", " ".join(notes))
    out("grade", grade(score), "text")
    base = Fraction(data.rep(rep)["base_pay"])
    gone = missing(score, targets["revenue"], reached["revenue"])
    amount = gone or (base * Fraction("0.2") * score / 100
                      + targets["revenue"] * over_quota(reached["revenue"] - 1))
    capped = "" if gone or amount <= 30000 else "cap 30000 of %s" % show(money(amount), "money")
    out("quarter_bonus", money(gone or min(amount, Fraction(30000))), "money", capped)


def newcomer(data, rep, quarter, out):
    weeks = [row for row in data.in_quarter(data.activities, "week_start", quarter)
             if row["rep_id"] == rep]
    exams = [row for row in data.in_quarter(data.exams, "exam_date", quarter)
             if row["rep_id"] == rep]
    got = {}
    for name, target in (("visits", 60), ("calls", 200)):
        value = total(weeks, name)
        reached = attainment(value, Fraction(target))
        got[name] = completion_points(reached)
        out(name + ".value", value, "count")
        out(name + ".target", Fraction(target), "count")
        out(name + ".attainment", reached, "ratio")
        out(name + ".points", got[name], "points")
    got["training"] = (points(total(exams, "result") / len(exams)) if exams
                       else Missing("no_rows"))
    out("training.value", got["training"], "points")
    out("training.points", got["training"], "points")
    score = points(weighted([(Fraction("0.4"), got["visits"]), (Fraction("0.3"), got["calls"]),
                             (Fraction("0.3"), got["training"])]))
    out("score", score, "points")
    out("grade", grade(score), "text")
    base = Fraction(data.rep(rep)["base_pay"])
    pay = missing(score) or money(base * Fraction("0.2") * score / 100)
    out("newcomer_bonus", pay, "money")


def show(value, unit):
    if isinstance(value, Missing):
        return "none(%s)" % value.reason
    if unit == "text":
        return value
    if unit == "count":
        return str(value)
    scaled = value * (10000 if unit == "ratio" else 100)
    assert scaled.denominator == 1, (value, unit)
    number = abs(scaled.numerator)
    text = "%s%d.%02d" % ("-" if scaled < 0 else "", number // 100, number % 100)
    return text + "%" if unit == "ratio" else text


def statement(folder, periods):
    """Every published figure: (rep, period, what, value, mark)."""
    data, rows = Data(folder), []
    for rep in sorted(row["rep_id"] for row in data.reps):
        for quarter in periods:
            if not data.in_scope(rep, quarter):
                continue
            card = card_of(data, rep, quarter)
            if card is None:
                continue

            def out(what, value, unit, mark=""):
                rows.append((rep, quarter, card + "." + what, show(value, unit), mark))

            (newcomer if card == "newcomer" else mature_rep)(data, rep, quarter, out)
    return rows


def company(folder, periods):
    """The figures of the whole company, whoever sold."""
    data = Data(folder)
    return [("company", quarter, name, show(metric(data, None, quarter), unit), "")
            for quarter in periods
            for name, metric, unit in (("revenue", revenue, "money"),
                                       ("gross_margin", gross_margin, "ratio"),
                                       ("repeat_rate", repeat_rate, "ratio"),
                                       ("collection_rate", collection_rate, "ratio"),
                                       ("growth_yoy", growth_yoy, "ratio"))]


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        HERE, "..", "..", "..", "examples", "mature-team", "data")
    periods = sys.argv[2:] or QUARTERS
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["rep", "period", "what", "value", "mark"])
    writer.writerows(statement(folder, periods) + company(folder, periods))


if __name__ == "__main__":
    main()

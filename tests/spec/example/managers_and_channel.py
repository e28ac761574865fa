#!/usr/bin/env python3
"""Computes the scores and bonuses of examples/managers-and-channel again, from the plan in words, and compares.

    managers_and_channel.py DATA RUN.csv

DATA is the folder of the files, RUN.csv what `kpi run --format csv` printed for the quarters of 2025.
"""

import sys
from fractions import Fraction

from tables import compare, database, days_of, one, published, read, total

QUARTERS = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
PART_OF_PAY = {"manager": 30, "director": 40, "channel": 25, "support": 15}
# Rows of a table with who led the seller's region on the row's day.
LED = """ {0} join posts on posts.rep = {1} and {2} >= posts.start and {2} < coalesce(posts."end", '9999')
          join leads on leads.region = posts.region and {2} >= leads.start and {2} < coalesce(leads."end", '9999')
          where leads.leader = ? and {2} between ? and ? """
ORDERS_LED = LED.format("orders", "orders.rep", "orders.order_date")
PAYMENTS_LED = LED.format('payments join orders on orders.order_id = payments."order"', "orders.rep", "payments.due_date")
EXPENSES_LED = LED.format("expenses", "expenses.rep", "expenses.day")


def ratio(above, below):
    return published(Fraction(above or 0) / below, "0.0001") if below else None


def linear(attained):
    return None if attained is None else published(100 * max(Fraction(0), min(attained, Fraction(1))), "0.01")


def from_80(attained):
    return linear(attained) if attained is None or attained >= Fraction(80, 100) else Fraction(0)


def of_target(value, percent):
    return None if value is None else published(value / Fraction(percent, 100), "0.0001")


def less_is_better(value, percent):
    return None if value is None else published(2 - value / Fraction(percent, 100), "0.0001")


def marks(base, query, *values):
    found = [Fraction(mark) for mark, in base.execute(query, values)]
    return published(total(found) / len(found), "0.01") if found else None


def manager(base, who, quarter, first, last):
    sold = one(base, "select sum(orders.amount) from" + ORDERS_LED, who, first, last)
    target = one(base, "select quota from targets where rep = ? and quarter = ? and measure = 'team'", who, quarter)
    paid = one(base, "select sum(payments.amount) from" + PAYMENTS_LED + "and paid_date <= ?", who, first, last, last)
    due = one(base, "select sum(payments.amount) from" + PAYMENTS_LED, who, first, last)
    spent = one(base, "select sum(expenses.amount) from" + EXPENSES_LED, who, first, last)
    budget = one(base, "select amount from budgets where rep = ? and quarter = ?", who, quarter)
    return [(50, from_80(ratio(sold, target))), (20, from_80(of_target(ratio(paid, due), 90))),
            (15, linear(less_is_better(ratio(spent, budget), 100))),
            (15, marks(base, "select mark from appraisals where rep = ? and quarter = ?", who, quarter))]


def department(base, quarter, first, last):
    """Sales, and their part of the target."""
    sold = (one(base, "select sum(amount) from orders where order_date between ? and ?", first, last)
            + one(base, "select sum(amount) from sell_in where day between ? and ?", first, last))
    return sold, ratio(sold, one(base, "select quota from targets where quarter = ? and measure = 'department'", quarter))


def director(base, who, quarter, first, last):
    sold, completed = department(base, quarter, first, last)
    said = one(base, "select amount from forecasts where rep = ? and made_on < ? order by made_on desc", who, first)
    spent = one(base, "select sum(amount) from expenses where day between ? and ?", first, last)
    parts = [(int(part[:-1]), done is not None and done <= due) for part, done, due in
             base.execute("select part, done, due from milestones where owner = ? and due between ? and ?", (who, first, last))]
    reached = ratio(sum(part for part, done in parts if done), sum(part for part, _ in parts))
    near = published(1 - Fraction(abs(said - sold), sold), "0.0001")
    return [(40, from_80(completed)), (20, linear(of_target(near, 90))),
            (20, linear(less_is_better(ratio(spent, sold), 6))), (20, None if reached is None else 100 * reached)]


def channel(base, who, quarter, first, last):
    sold, paid = base.execute("select sum(amount), sum(paid) from sell_in where day between ? and ?", (first, last)).fetchone()
    target = one(base, "select quota from targets where rep = ? and quarter = ? and measure = 'channel'", who, quarter)
    there = "from partners where signed_on <= ? and coalesce(ended_on, '9999') > ?"
    partners = one(base, "select count(*) " + there, last, first)
    active = one(base, "select count(*) %s and exists (select 1 from sell_in where partner = partner_id and day between ? and ?)" % there,
                 last, first, first, last)
    counted = one(base, "select max(day) from outlets where day between ? and ?", first, last)
    shops = one(base, "select count(*) from outlets where day = ?", counted)
    stocked = one(base, "select count(*) from outlets where day = ? and stocked = 'true'", counted)
    came, passed = base.execute("select sum(attended), sum(passed) from partner_trainings where day between ? and ?",
                                (first, last)).fetchone()
    return [(40, from_80(ratio(sold, target))), (20, from_80(of_target(ratio(paid, sold), 95))),
            (20, linear(of_target(ratio(active, partners), 80))), (10, linear(of_target(ratio(stocked, shops), 60))),
            (10, linear(of_target(ratio(passed, came), 80)))]


def support(base, who, quarter, first, last):
    def right(kind):
        due = "select count(*) from tasks where handler = ? and kind = ? and date(due_at) between ? and ?"
        good = one(base, due + " and done_at <= due_at and right = 'true'", who, kind, first, last)
        return linear(of_target(ratio(good, one(base, due, who, kind, first, last)), 98))

    means = "select avg(mark) from ratings where rated = ? and day between ? and ? group by rater"
    return [(40, right("order")), (20, right("report")), (25, marks(base, means, who, first, last)),
            (15, from_80(department(base, quarter, first, last)[1]))]


CARDS = {"manager": manager, "director": director, "channel": channel, "support": support}


def main():
    base, wanted = database(sys.argv[1]), {}
    for quarter in QUARTERS:
        first, last = (day.isoformat() for day in days_of(quarter))
        scores = {}
        on_last_day = "select rep, post from posts where post <> 'rep' and start <= ? and coalesce(\"end\", '9999') > ?"
        for who, post in base.execute(on_last_day, (last, last)).fetchall():
            there = [(weight, points) for weight, points in CARDS[post](base, who, quarter, first, last) if points is not None]
            scores[who, post] = published(total(w * p for w, p in there) / sum(w for w, _ in there), "0.01")
        managers = [score for (_, post), score in scores.items() if post == "manager"]
        for (who, post), score in scores.items():
            base_pay = one(base, "select base_pay from reps where rep_id = ?", who)
            bonus = base_pay * Fraction(PART_OF_PAY[post], 100) * score / 100
            if post == "director" and total(managers) / len(managers) >= 90:
                bonus += base_pay * Fraction(4, 100)
            wanted[who, quarter, "score"], wanted[who, quarter, "bonus"] = score, published(bonus, "0.01")
    seen = {}
    for row in read("", sys.argv[2]):
        if row["scorecard"]:
            seen[row["key"], row["period"], "score"] = Fraction(row["score"])
            paid = next(row[name] for name in row if name.endswith("_bonus") and row[name])
            seen[row["key"], row["period"], "bonus"] = Fraction(paid)
    return compare(wanted, seen, "figures")


if __name__ == "__main__":
    sys.exit(main())

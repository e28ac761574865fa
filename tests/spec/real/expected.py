#!/usr/bin/env python3
"""Recomputes the figures of examples/real from the raw CSV files, without kpi.

SQLite adds up whole numbers (money in ten-thousandths of a dollar), Python fractions do the rest.
Prints set,who,period,what,value; a missing value prints as none(reason), a ratio in percent.

Usage: expected.py DATA_FOLDER crm|adventureworks
"""

import csv
import datetime
import os
import sqlite3
import sys
from fractions import Fraction

SCALE = 10000
AW_PERIODS = ["2011", "2012", "2013", "2011-Q2", "2011-Q3", "2011-Q4"] + [
    "%d-Q%d" % (y, q) for y in (2012, 2013) for q in (1, 2, 3, 4)] + ["2014-Q1", "2014-Q2"]


def publish(value, step):
    """Half up, ties away from zero. Text (a reason) passes through."""
    if isinstance(value, str):
        return value
    scaled = abs(value) / Fraction(step)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (whole if value >= 0 else -whole) * Fraction(step)


def show(value, digits, suffix=""):
    if isinstance(value, str):
        return value
    scaled = value * 10**digits
    assert scaled.denominator == 1, value
    text = str(abs(scaled.numerator)).rjust(digits + 1, "0")
    sign = "-" if scaled < 0 else ""
    return sign + text[:len(text) - digits] + ("." + text[-digits:] if digits else "") + suffix


def percent(value):
    return value if isinstance(value, str) else show(publish(value, "0.0001") * 100, 2, "%")


def whole(text):
    """A decimal text as ten-thousandths."""
    value = Fraction(text) * SCALE
    assert value.denominator == 1, text
    return value.numerator


def load(db, folder, name, table, columns):
    """columns: (name in the file, name in the table, conversion)."""
    db.execute("create table %s (%s)" % (table, ", ".join(c[1] for c in columns)))
    with open(os.path.join(folder, name), encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            cells = [None if row[c[0]] == "" else c[2](row[c[0]]) for c in columns]
            db.execute("insert into %s values (%s)" % (table, ",".join("?" * len(cells))), cells)


def quarter(day):
    return "%s-Q%d" % (day[:4], (int(day[5:7]) + 2) // 3)


def day_number(day):
    return datetime.date.fromisoformat(day).toordinal()


# --------------------------------------------------------------------------------------------- CRM


def crm_figures(db, who, period):
    """who: an SQL condition on deals d joined with agents a."""
    time = "d.quarter = '%s'" % period if "Q" in period else "substr(d.closed, 1, 4) = '%s'" % period
    revenue, won, cycle = db.execute(
        "select coalesce(sum(value), 0), count(*), coalesce(sum(days), 0) from deals d "
        "join agents a on a.agent = d.agent where stage = 'Won' and %s and %s" % (time, who)
    ).fetchone()
    closed = db.execute(
        "select count(*) from deals d join agents a on a.agent = d.agent "
        "where stage in ('Won', 'Lost') and %s and %s" % (time, who)).fetchone()[0]
    return {
        "won_revenue": Fraction(revenue, SCALE), "won_deals": won, "closed_deals": closed,
        "win_rate": Fraction(won, closed) if closed else "none(zero_denominator)",
        "deal_size": Fraction(revenue, SCALE * won) if won else "none(no_rows)",
        "sales_cycle": Fraction(cycle, won) if won else "none(no_rows)"}


def in_proportion(x):
    return Fraction(0) if x < Fraction("0.5") else min(100 * x, Fraction(120))


def cycle_points(days):
    return publish(100 * (90 - min(max(days, Fraction(30)), Fraction(90))) / 60, "0.01")


def crm_score(figures):
    lines = []
    for name, weight, target in (("won_revenue", 50, "85000"), ("win_rate", 30, "0.63"),
                                 ("sales_cycle", 10, None), ("deal_size", 10, "2400")):
        value = figures[name]
        if target is None:
            got = value if isinstance(value, str) else cycle_points(publish(value, "0.01"))
            lines.append((name, weight, "none(no_target)", got))
        elif isinstance(value, str):
            lines.append((name, weight, value, value))
        else:
            step = "0.0001" if name == "win_rate" else "0.01"
            reached = publish(publish(value, step) / Fraction(target), "0.0001")
            lines.append((name, weight, reached, publish(in_proportion(reached), "0.01")))
    present = [(w, p) for _, w, _, p in lines if not isinstance(p, str)]
    weight = sum(w for w, _ in present)
    if weight < 60:
        return lines, "none(insufficient_weight)", "none(insufficient_weight)"
    score = publish(Fraction(sum(w * p for w, p in present), weight), "0.01")
    grade = "D" if score < 60 else "C" if score < 80 else "B" if score < 100 else "A"
    return lines, score, grade


def crm(folder, out):
    db = sqlite3.connect(":memory:")
    load(db, folder, "sales_teams.csv", "agents",
         [("sales_agent", "agent", str), ("manager", "manager", str),
          ("regional_office", "office", str)])
    load(db, folder, "sales_pipeline.csv", "deals",
         [("sales_agent", "agent", str), ("product", "product", str), ("deal_stage", "stage", str),
          ("engage_date", "engaged", str), ("close_date", "closed", str),
          ("close_value", "value", whole)])
    db.create_function("quarter", 1, quarter)
    db.create_function("daynr", 1, day_number)
    db.execute("alter table deals add column quarter")
    db.execute("alter table deals add column days")
    db.execute("update deals set quarter = quarter(closed) where closed is not null")
    db.execute("update deals set days = daynr(closed) - daynr(engaged) where stage = 'Won'")
    groups = [("company", "", "1 = 1")]
    for column in ("office", "manager", "agent"):
        for (name,) in db.execute("select distinct %s from agents order by 1" % column).fetchall():
            groups.append((column, name, "a.%s = '%s'" % (column, name.replace("'", "''"))))
    for kind, name, condition in groups:
        prior = None
        for period in ["2017"] + ["2017-Q%d" % q for q in (1, 2, 3, 4)]:
            figures = crm_figures(db, condition, period)
            who = kind + (":" + name if name else "")
            for what, digits in (("won_revenue", 2), ("won_deals", 0), ("closed_deals", 0)):
                out(who, period, what, show(Fraction(figures[what]), digits))
            out(who, period, "win_rate", percent(figures["win_rate"]))
            out(who, period, "deal_size", show(publish(figures["deal_size"], "0.01"), 2))
            out(who, period, "sales_cycle", show(publish(figures["sales_cycle"], "0.01"), 2))
            if "Q" in period:
                now = figures["won_revenue"]
                # The first quarter has data from March on only: nothing to compare with.
                growth = ("none(no_prior)" if period in ("2017-Q1", "2017-Q2") else
                          "none(zero_base)" if prior == 0 else (now - prior) / prior)
                out(who, period, "growth_q", percent(growth))
                prior = now
            if kind == "agent" and "Q" in period:
                lines, score, grade = crm_score(figures)
                for line, _, reached, got in lines:
                    out(who, period, line + ".attainment", percent(reached))
                    out(who, period, line + ".points", show(got, 2))
                out(who, period, "score", show(score, 2))
                out(who, period, "grade", grade)
    unmatched = db.execute("select product, count(*) from deals where product not in ("
                           "'GTX Basic', 'GTX Pro', 'MG Special', 'MG Advanced', 'GTX Plus Pro', "
                           "'GTX Plus Basic', 'GTK 500') group by 1").fetchall()
    for product, count in unmatched:
        out("company", "", "unmatched product " + product, str(count))
    out("company", "", "deals without close_date",
        str(db.execute("select count(*) from deals where closed is null").fetchone()[0]))


# ------------------------------------------------------------------------------------ AdventureWorks


def adventureworks(folder, out):
    db = sqlite3.connect(":memory:")
    load(db, folder, "SalesPersonDirectory.csv", "people",
         [("BusinessEntityID", "person", str), ("JobTitle", "title", str)])
    load(db, folder, "SalesTerritory.csv", "territories",
         [("TerritoryID", "territory", str), ("Name", "name", str), ("Group", "region", str)])
    load(db, folder, "SalesOrderHeader.csv", "orders",
         [("OrderDate", "day", str), ("SalesPersonID", "person", str),
          ("TerritoryID", "territory", str), ("SubTotal", "amount", whole)])
    load(db, folder, "SalesPersonQuotaHistory.csv", "quotas",
         [("BusinessEntityID", "person", str), ("QuotaDate", "day", lambda text: text[:10]),
          ("SalesQuota", "amount", whole)])
    db.create_function("quarter", 1, quarter)
    # The data begin on 2011-05-31 and end on 2014-06-30 (orders) and 2014-03-01 (quotas).
    for period in AW_PERIODS:
        time = "quarter(day) = '%s'" if "Q" in period else "substr(day, 1, 4) = '%s'"
        time %= period

        def total(table, condition="1 = 1"):
            rows, amount = db.execute("select count(*), coalesce(sum(amount), 0) from %s "
                                      "where %s and %s" % (table, time, condition)).fetchone()
            return rows, Fraction(amount, SCALE)

        count, amount = total("orders")
        out("company", period, "revenue", show(amount, 4))
        out("company", period, "order_count", str(count))
        sold = total("orders", "person is not null")
        out("company", period, "sold_by_people", show(sold[1], 4))
        out("company", period, "orders_of_nobody", str(count - sold[0]))
        out("company", period, "quota_sum",
            "none(no_data)" if period == "2014-Q2" else show(total("quotas")[1], 4))
        for territory, name, region in db.execute("select * from territories").fetchall():
            out("territory:" + name, period, "revenue",
                show(total("orders", "territory = '%s'" % territory)[1], 4))
        for person, title in db.execute("select * from people order by 1").fetchall():
            mine = "person = '%s'" % person
            who = "person:" + person
            revenue = total("orders", mine)[1]
            rows, quota = total("quotas", mine)
            out(who, period, "revenue", show(revenue, 4))
            out(who, period, "quota_sum",
                "none(no_data)" if period == "2014-Q2" else show(quota, 4))
            if title != "Sales Representative":
                continue
            assert rows <= 1 or "Q" not in period
            missing = ("none(no_data)" if period == "2014-Q2" else
                       "none(no_target)" if "Q" in period else "none(zero_target)")
            reached = publish(revenue / quota, "0.0001") if quota else missing
            out(who, period, "attainment", percent(reached))
            if "Q" in period:
                points = ("none(no_data)" if reached == "none(no_data)" else
                          "none(insufficient_weight)" if isinstance(reached, str) else
                          min(100 * reached, Fraction(150)))
                out(who, period, "score", show(points, 2))
                out(who, period, "grade", points if isinstance(points, str) else
                    "below quota" if points < 80 else "near quota" if points < 100 else
                    "quota made")
    # 2011 is no base: the data begin in May.
    for person, _ in db.execute("select * from people order by 1").fetchall():
        now, before = (Fraction(db.execute(
            "select coalesce(sum(amount), 0) from orders where person = ? and "
            "substr(day, 1, 4) = ?", (person, year)).fetchone()[0], SCALE)
            for year in ("2013", "2012"))
        out("person:" + person, "2012", "growth_yoy", "none(no_prior)")
        out("person:" + person, "2013", "growth_yoy",
            "none(zero_base)" if before == 0 else percent((now - before) / before))


def figures(base, name, out):
    """Calls out(who, period, what, value) for every figure of the data set."""
    folders = {"crm": "crm-sales-opportunities", "adventureworks": "adventureworks-sales"}
    {"crm": crm, "adventureworks": adventureworks}[name](os.path.join(base, folders[name]), out)


def main():
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["who", "period", "what", "value"])
    figures(sys.argv[1], sys.argv[2], lambda *row: writer.writerow(row))


if __name__ == "__main__":
    main()

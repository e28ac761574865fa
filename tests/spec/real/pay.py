#!/usr/bin/env python3
"""Recomputes the figures of examples/real/adventureworks_pay.kpi from the raw CSV files, without kpi.

Usage: pay.py people DATA_FOLDER            prints people.csv: SalesPerson and its directory, joined
       pay.py compare DATA_FOLDER FILE.csv  compares what `kpi query` or `kpi run` printed
"""

import csv
import datetime
import os
import sys
from fractions import Fraction

CENT, TENTH_OF_A_MIL = Fraction(1, 100), Fraction(1, 10000)


def rows(folder, name):
    with open(os.path.join(folder, "adventureworks-sales", name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def half_up(value, step):
    scaled = abs(value) / step
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (whole if value >= 0 else -whole) * step


def people(folder):
    node = {r["BusinessEntityID"]: r["OrganizationNode"] for r in rows(folder, "SalesPersonDirectory.csv")}
    person_at = {path: person for person, path in node.items()}
    for row in rows(folder, "SalesPerson.csv"):
        person = row["BusinessEntityID"]
        above = node[person].rstrip("/").rsplit("/", 1)[0] + "/"
        yield person, person_at.get(above, ""), row["CommissionPct"], row["Bonus"]


class Data:
    def __init__(self, folder):
        self.people = {p: (m, Fraction(r), Fraction(b)) for p, m, r, b in people(folder)}
        self.orders = [(r["OrderDate"][:10], r["SalesPersonID"], Fraction(r["SubTotal"]))
                       for r in rows(folder, "SalesOrderHeader.csv")]
        self.quotas = [(r["QuotaDate"][:10], r["BusinessEntityID"], Fraction(r["SalesQuota"]))
                       for r in rows(folder, "SalesPersonQuotaHistory.csv")]
        self.names = {r["TerritoryID"]: r["Name"] for r in rows(folder, "SalesTerritory.csv")}
        self.posts = [(r["BusinessEntityID"], r["TerritoryID"], r["StartDate"][:10], r["EndDate"][:10])
                      for r in rows(folder, "SalesTerritoryHistory.csv")]

    def revenue(self, who, first, last):
        return sum((a for day, p, a in self.orders if first <= day <= last and p in who), Fraction(0))

    def quota(self, person, first, last):
        return [a for day, p, a in self.quotas if first <= day <= last and p == person]

    def team(self, boss):
        found = {boss}
        while True:
            more = {p for p, (m, _, _) in self.people.items() if m in found} - found
            if not more:
                return found
            found |= more

    def territory_on(self, person, day):
        held = [t for p, t, start, end in self.posts
                if p == person and start <= day and (not end or day <= end)]
        assert len(held) <= 1
        return held[0] if held else None


def days_of(period):
    if period == "":
        return "2011-05-01", "2014-06-30"
    if "-Q" in period:
        year, part = period.split("-Q")
        first = int(part) * 3 - 2
        months = (first, first + 2)
    elif "-" in period:
        year, month = period.split("-")
        months = (int(month), int(month))
    else:
        year, months = period, (1, 12)
    after = datetime.date(int(year) + months[1] // 12, months[1] % 12 + 1, 1)
    return "%s-%02d-01" % (year, months[0]), str(after - datetime.timedelta(days=1))


def attained(data, person, first, last):
    """Whether the published attainment is 100 %; None without a quota."""
    quota = data.quota(person, first, last)
    if not quota or not sum(quota):
        return None
    return half_up(data.revenue({person}, first, last) / sum(quota), TENTH_OF_A_MIL) >= 1


def longest_run(data, person):
    longest = run = 0
    for quarter in ["2011-Q%d" % q for q in (2, 3, 4)] + [
            "%d-Q%d" % (y, q) for y in (2012, 2013) for q in (1, 2, 3, 4)] + ["2014-Q1"]:
        made = attained(data, person, *days_of(quarter))
        run = run if made is None else run + 1 if made else 0
        longest = max(longest, run)
    return Fraction(longest)


def three_months(data, person, month):
    year, number = (int(part) for part in month.split("-"))
    first = year * 12 + number - 1 - 2
    return data.revenue({person}, "%d-%02d-01" % (first // 12, first % 12 + 1), days_of(month)[1])


def figure(data, who, period, what):
    first, last = days_of(period)
    if who == "(none)" and what in ("revenue", "last_three"):
        who = ""  # orders of nobody
    _, rate, bonus = data.people.get(who, ("", Fraction(0), Fraction(0)))
    if what == "revenue":
        return data.revenue({who}, first, last)
    if what == "commission":
        return half_up(rate * data.revenue({who}, first, last), CENT)
    if what == "quota_bonus":
        return bonus if attained(data, who, first, last) else Fraction(0)
    if what == "team_revenue":
        return data.revenue(data.team(who), first, last)
    if what == "last_three":
        return three_months(data, who, period)
    if what == "longest_run":
        return longest_run(data, who)
    there = [a for day, p, a in data.orders if first <= day <= last
             and (data.territory_on(p, day) if p else None) == (None if who == "(none)" else who)]
    return sum(there, Fraction(0)) if what == "sold_there" else Fraction(len(there))


def compare(folder, path):
    data, failed, count = Data(folder), 0, 0
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            who = row.get("key") or row.get("people") or row.get("territories")
            for what, value in row.items():
                known = what in ("revenue", "commission", "quota_bonus", "team_revenue", "last_three",
                                 "longest_run", "sold_there", "orders_there")
                if not known or who == "(company)" or value == "" or value.startswith("none"):
                    continue
                wanted = figure(data, who, row.get("period", ""), what)
                count += 1
                if wanted != Fraction(value):
                    failed += 1
                    print("%s %s %s: expected %s, printed %s" % (who, row.get("period"), what, wanted, value))
    print("%d figures, %d differ" % (count, failed))
    sys.exit(1 if failed or not count else 0)


if __name__ == "__main__":
    if sys.argv[1] == "people":
        print("person,manager,rate,bonus")
        for line in people(sys.argv[2]):
            print(",".join(line))
    else:
        compare(sys.argv[2], sys.argv[3])

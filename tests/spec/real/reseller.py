#!/usr/bin/env python3
"""Recomputes examples/real/reseller.kpi from the raw CSV files, without kpi: for every person and
month of the fiscal years 2018 to 2020 the sales and the targets, sorted as text.

SQLite adds up whole cents. Usage: reseller.py DATA_FOLDER
"""

import csv
import io
import os
import sqlite3
import sys
from fractions import Fraction

MONTHS = ["%d-%02d" % (2017 + (m + 6) // 12, (m + 6) % 12 + 1) for m in range(36)]


def read(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        data = file.read()
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig"
    return csv.DictReader(io.StringIO(data.decode(encoding), newline=""))


def cents(text):
    value = Fraction(text) * 100
    assert value.denominator == 1, text
    return value.numerator


def load(folder):
    db = sqlite3.connect(":memory:")
    db.execute("create table sales (person, month, cents)")
    db.execute("create table targets (person, month, cents)")
    person_of = {row["EmployeeID"]: row["EmployeeKey"] for row in read(folder, "SalesPeople.csv")}
    for name in ("ResellerSales.csv", "ResellerSales_202006.csv"):
        for row in read(folder, name):
            db.execute("insert into sales values (?, ?, ?)",
                       (row["EmployeeKey"], row["OrderDate"][:7], cents(row["SalesAmount"])))
    for row in read(folder, "ResellerSalesTargets.csv"):
        person = person_of.get(row["EmployeeID"], "(none)")
        for month in range(1, 13):
            text = row["M%02d" % month]
            if text != "-":
                db.execute("insert into targets values (?, ?, ?)",
                           (person, "%s-%02d" % (row["Year"], month), cents(text) * 1000))
    return db, list(person_of.values()) + ["(none)"]


def main():
    db, people = load(sys.argv[1])
    lines = []
    for person in people:
        for month in MONTHS:
            total = ["%d.%02d" % divmod(value, 100) for value in (
                db.execute("select coalesce(sum(cents), 0) from %s where person = ? and month = ?"
                           % table, (person, month)).fetchone()[0]
                for table in ("sales", "targets"))]
            lines.append(",".join([person, month] + total))
    print("\n".join(sorted(lines)))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs kpi and whatever of its peers is installed on the same data, compares their cells, prints the ratios.

  run.py --build build/release [--orders 100000,1000000] [--runs 5] [--folder build/bench] [--guard]

kpi is measured without its cache, from the columns it kept, and from the cells it kept when weights have changed. Engines take turns, so that a busy machine slows all of them; the figures are medians, and the ratio that counts is that of
processor seconds. DuckDB is found as node's @duckdb/node-api (NODE_PATH), SQLite as sqlite3. With --guard only the plain
program in C++ is run beside kpi, and the exit code says whether kpi is as much faster as it was (LIMITS).
"""
import argparse
import csv
import glob
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LIMITS = {100_000: 0.8, 1_000_000: 0.5}  # of the plain program's processor seconds
TWO_THREADS = "2"
KEPT_COLUMNS = "kpi, columns kept"


def measured(command, output):
    """(wall, processor seconds, peak MiB) of a command."""
    with open(output or os.devnull, "wb") as out:
        begun = time.monotonic()
        child = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
    if status != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def data_for(build, orders, folder):
    data = os.path.join(folder, str(orders))
    if not os.path.exists(os.path.join(data, "targets.csv")):
        os.makedirs(data, exist_ok=True)
        subprocess.run([os.path.join(build, "tests/kpi-bench-data"), str(orders), data], check=True)
    return data


def with_paths(name, data, out, folder):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        text = file.read().replace("{DATA}", data).replace("{OUT}", out)
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def as_tables(sql):
    """(statements that make a table of each file, the same queries on these tables)"""
    reads = {}
    def table(found):
        reads[found.group(1)] = found.group(0)
        return found.group(1)
    queries = re.sub(r"read_csv\('\{DATA\}/(\w+)\.csv'.*?\}\)", table, sql, flags=re.DOTALL)
    return "".join(f"CREATE TABLE {name} AS FROM {read};\n" for name, read in reads.items()), queries


def duckdb_database(data, folder):
    """The command on DuckDB's own file, which is made here."""
    with open(os.path.join(HERE, "duckdb.sql"), encoding="utf-8") as file:
        make, queries = as_tables(file.read())
    out, database = os.path.join(folder, "duckdb-file.csv"), os.path.join(folder, "duckdb.db")
    run = ["node", os.path.join(HERE, "duckdb.mjs")]
    paths = []
    for name, text in (("make.sql", make), ("file.sql", queries)):
        paths.append(os.path.join(folder, name))
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(text.replace("{DATA}", data).replace("{OUT}", out))
    if os.path.exists(database):
        os.remove(database)
    measured(run + [paths[0], TWO_THREADS, database], None)
    return run + [paths[1], TWO_THREADS, database], None, out


def with_other_weights(folder):
    with open(os.path.join(HERE, "plan.kpi"), encoding="utf-8") as file:
        text = file.read().replace("weight 40%", "weight 30%").replace("weight 15%", "weight 25%")
    path = os.path.join(folder, "weights.kpi")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def has_duckdb():
    probe = ["node", "-e", "require('@duckdb/node-api')"]
    return shutil.which("node") and subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0


def engines(build, data, folder, guard):
    """name -> (command, where its output goes, where its cells are)"""
    with open(os.path.join(HERE, "query.txt"), encoding="utf-8") as file:
        query = " ".join(file.read().split())
    out = lambda name: os.path.join(folder, name + ".csv")
    kpi = [os.path.join(build, "src/cli/kpi"), "query", os.path.join(HERE, "plan.kpi"), query, "--data", data, "--format", "csv"]
    found = {
        "kpi": (kpi + ["--threads", TWO_THREADS], out("kpi"), None),
        "kpi, 1 thread": (kpi + ["--threads", "1"], out("kpi1"), None),
        "plain C++, sums only": ([os.path.join(build, "tests/kpi-bench-plain"), data], out("plain"), None),
    }
    if guard:
        return found
    kept = os.path.join(folder, "kept")
    shutil.rmtree(kept, ignore_errors=True)
    found[KEPT_COLUMNS] = (kpi + ["--cache", kept, "--threads", TWO_THREADS], out("columns"), None)
    other = [part.replace(os.path.join(HERE, "plan.kpi"), with_other_weights(folder)) for part in kpi]
    found["kpi, cells kept"] = (other + ["--cache", kept, "--threads", TWO_THREADS], out("cells"), None)
    if has_duckdb():
        sql = with_paths("duckdb.sql", data, out("duckdb"), folder)
        found["DuckDB, its own file"] = duckdb_database(data, folder)
        found["DuckDB"] = (["node", os.path.join(HERE, "duckdb.mjs"), sql, TWO_THREADS], None, out("duckdb"))
    else:
        print("SKIPPED: DuckDB (npm install @duckdb/node-api, NODE_PATH=…/node_modules)")
    if shutil.which("sqlite3"):
        sql = with_paths("sqlite.sql", data, out("sqlite"), folder)
        found["SQLite, sums only"] = (["sqlite3", ":memory:", f".read {sql}"], None, out("sqlite"))
    else:
        print("SKIPPED: SQLite (sqlite3 is not installed)")
    return found


def rows(path):
    """(rep, quarter) -> cells by column; totals and people without rows are left out."""
    with open(path, newline="", encoding="utf-8") as file:
        return {(row["reps"], row["period"]): row for row in csv.DictReader(file)}


def renamed(row):
    names = {"points(sales.revenue)": "p_revenue", "points(sales.gross_margin)": "p_margin", "points(sales.repeat_rate)": "p_loyal",
             "points(sales.collection_rate)": "p_collection", "score(sales)": "score", "grade(sales)": "grade", "valid_visits": "visits",
             "rank(score(sales) among region)": "place", "attainment(revenue)": "attainment",
             "streak(score(sales) >= 85, none breaks)": "streak"}
    return {names.get(name, name): cell for name, cell in row.items()}


def same(ours, theirs, column):
    """Amounts to the cent; what is printed to other digits to a millionth part of a point."""
    if ours == theirs or (ours.startswith("none(") and theirs in ("", "0", "0.0")):
        return True
    try:
        a, b = float(ours), float(theirs)
    except ValueError:
        return False
    return abs(a - b) < (0.005 if column in ("revenue", "bonus") else 2e-6 * max(1, abs(b)))


def compare(ours, theirs):
    mine = {key: renamed(row) for key, row in rows(ours).items()}
    count, wrong = 0, []
    for key, row in rows(theirs).items():
        for column, cell in row.items():
            if column in ("reps", "period") or column not in mine.get(key, {}):
                continue
            count += 1
            if not same(mine[key][column], cell, column):
                wrong.append((key, column, mine[key][column], cell))
    return count, wrong


def same_with_cache(found, out):
    """Whether what came from the cache is what comes without one."""
    command, _, _ = found["kpi, cells kept"]
    plain = os.path.join(out, "weights.csv")
    measured([part for part in command if part not in ("--cache", os.path.join(out, "kept"))], plain)
    fine = True
    for name, other in ((KEPT_COLUMNS, found["kpi"][1]), ("kpi, cells kept", plain)):
        with open(found[name][1], "rb") as kept, open(other, "rb") as file:
            if kept.read() != file.read():
                print(f"{name}: other results than without the cache")
                fine = False
    return fine


def run_size(build, orders, runs, folder, guard):
    data = data_for(build, orders, folder)
    out = os.path.join(folder, f"out-{orders}")
    os.makedirs(out, exist_ok=True)
    found = engines(build, data, out, guard)
    figures = {name: [] for name in found}
    for command, output, _ in found.values():  # the files into the page cache
        measured(command, output)
    for _ in range(runs):
        for name, (command, output, _) in found.items():
            if name == KEPT_COLUMNS:  # else it would find its cells too
                for cells in glob.glob(os.path.join(out, "kept", "kpi-cells-*")):
                    os.remove(cells)
            figures[name].append(measured(command, output))
    median = {name: [statistics.median(column) for column in zip(*taken)] for name, taken in figures.items()}
    print(f"\n{orders:,} orders, {runs} runs in turn, medians")
    print(f"{'':24}{'wall s':>9}{'CPU s':>9}{'MiB':>8}{'CPU / kpi':>11}{'wall / kpi':>12}")
    for name, (wall, cpu, memory) in median.items():
        print(f"{name:24}{wall:9.3f}{cpu:9.3f}{memory:8.0f}{cpu / median['kpi'][1]:11.2f}{wall / median['kpi'][0]:12.2f}")
    fine = True
    for name, (_, output, cells) in found.items():
        theirs = cells or (output if name.startswith("plain") else None)
        if theirs:
            count, wrong = compare(found["kpi"][1], theirs)
            print(f"cells of {name}: {count} compared, {len(wrong)} differ{', e.g. ' + str(wrong[0]) if wrong else ''}")
            fine = fine and (not wrong or name != "plain C++, sums only")
    with open(found["kpi"][1], "rb") as two, open(found["kpi, 1 thread"][1], "rb") as one:
        if two.read() != one.read():
            print("one and two threads differ")
            fine = False
    if not guard:
        fine = same_with_cache(found, out) and fine
    if guard:
        part = median["kpi, 1 thread"][1] / median["plain C++, sums only"][1]
        limit = LIMITS.get(orders, 0.6)
        print(f"kpi takes {part:.3f} of the plain program's processor seconds; at most {limit} is allowed")
        fine = fine and part <= limit
    return fine


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--orders", default="100000,1000000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", default="build/bench")
    parser.add_argument("--guard", action="store_true")
    arguments = parser.parse_args()
    os.environ["KPI_CACHE"] = "off"
    fine = [run_size(arguments.build, int(orders), arguments.runs, os.path.abspath(arguments.folder), arguments.guard)
            for orders in arguments.orders.split(",")]
    sys.exit(0 if all(fine) else 1)


main()

#!/usr/bin/env python3
"""Measures what a rule file of 2,000 lines with 200 tests costs: `kpi check`, `check --proofs`, `test`, `test --coverage`.

  rules.py [--build build/release] [--runs 5] [--pieces 200]

Ten lines are a metric, a table of tiers and a test. Prints medians of wall and processor seconds and the memory at the peak.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time

HEAD = """currency CNY
table reps { id : key }
table orders dated day credited rep covers 2025 { rep : -> reps; day : date; amount : money }
"""
PIECE = """metric m%(n)d = sum(orders.amount) + %(n)d CNY
tiers t%(n)d(x: money) -> points whole {
  x < %(edge)d CNY  : 0
  x >= %(edge)d CNY : 100
}
test "revenue and %(n)d" {
  given reps { id ; "A" }
  given orders { rep, day, amount ; "A", 2025-01-05, 30 }
  expect t%(n)d(m%(n)d(of "A" during 2025-01)) == 100
}
"""


def measured(command):
    """(wall, processor seconds, peak MiB) of a command that must succeed."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pieces", type=int, default=200)
    arguments = parser.parse_args()
    kpi = os.path.join(arguments.build, "src/cli/kpi")
    with tempfile.TemporaryDirectory() as folder:
        rules = os.path.join(folder, "rules.kpi")
        with open(rules, "w", encoding="utf-8") as file:
            file.write(HEAD)
            for n in range(arguments.pieces):
                file.write(PIECE % {"n": n, "edge": n + 1})
        print(f"{3 + 10 * arguments.pieces:,} lines, {arguments.pieces} tests, {arguments.runs} runs, medians")
        print(f"{'':18}{'wall s':>9}{'CPU s':>9}{'MiB':>8}")
        for what in (["check"], ["check", "--proofs"], ["test"], ["test", "--coverage"]):
            taken = [measured([kpi, what[0], rules] + what[1:]) for _ in range(arguments.runs)]
            wall, cpu, memory = (statistics.median(column) for column in zip(*taken))
            print(f"{' '.join(what):18}{wall:9.3f}{cpu:9.3f}{memory:8.0f}")


main()

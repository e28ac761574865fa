#!/usr/bin/env python3
"""How long it takes from a key to what is said about it, on a file of 2,000 lines: latency.py PROGRAM [PLAN]

A benchmark and no test: it prints milliseconds, the middle one and the 95th of a hundred, of answers after one letter was
typed at a random place."""

import os
import random
import statistics
import sys
import tempfile
import time

from client import Client

LINES = 2000
KEYS = 100


def long_rules(plan):
    """The plan again and again under other names, until it has 2,000 lines."""
    with open(plan, encoding="utf-8") as file:
        lines = file.read().rstrip("\n").split("\n")
    out = list(lines)
    number = 0
    while len(out) < LINES:
        number += 1
        out += [f"## measured for team {number}", f"metric team_{number} \"Team {number}\" =",
                f"    sum(orders.amount where line == \"new\") / {number}", "    {", "      better higher", "    }",
                f"param bar_{number} : ratio = {50 + number % 50}% within 0% to 100%",
                f"tiers steps_{number}(x: ratio) -> points whole {{", f"  x < {50 + number % 50}% : 0",
                f"  x >= {50 + number % 50}% : 100 points * x", "}", ""]
    return "\n".join(out[:LINES + 12]) + "\n"


def main():
    program = os.path.abspath(sys.argv[1])
    own = os.path.join(os.path.dirname(__file__), "latency.kpi")
    text = long_rules(sys.argv[2] if len(sys.argv) > 2 else own)
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        client = Client(program, folder)
        client.open("plan.kpi", text)
        uri = client.uri("plan.kpi")
        client.settle(uri, 1)
        print(f"{text.count(chr(10))} lines, {len(text)} characters, {len(client.diagnostics[uri])} messages")
        figures = {"diagnostics": [], "diagnostics, mistake": [], "completion": [], "hover": []}
        version = 1
        for _ in range(KEYS):
            at = text.find("\n", chance.randrange(len(text) - 100)) + 1
            for name, typed, length in (("diagnostics", "# typed\n", 0), ("diagnostics, mistake", "x", 0)):
                version += 1
                begin = time.perf_counter()
                client.replace("plan.kpi", version, at, at, typed)
                client.settle(uri, version)
                figures[name].append(time.perf_counter() - begin)
                version += 1
                client.replace("plan.kpi", version, at, at + len(typed), "")
                client.settle(uri, version)
            for name, method in (("completion", "completion"), ("hover", "hover")):
                begin = time.perf_counter()
                client.request("textDocument/" + method, client.at("plan.kpi", text.find("orders", at - 200)))
                figures[name].append(time.perf_counter() - begin)
        for name, seconds in figures.items():
            seconds.sort()
            print(f"{name:22} {statistics.median(seconds) * 1000:6.1f} ms, "
                  f"95 % within {seconds[len(seconds) * 95 // 100] * 1000:6.1f} ms")
        client.end()


if __name__ == "__main__":
    main()

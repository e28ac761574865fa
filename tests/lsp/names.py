#!/usr/bin/env python3
"""Every name of shipped rules can be changed: names.py PROGRAM FOLDER...

The server tries a change before it answers, and refuses one after which the rules have errors or a name stands for something
else. A name that nobody uses yet is therefore refused only where some place of the old one was not known."""

import os
import random
import sys

from client import Client

MOST = 5  # names of a file


def rule_files(folder):
    for path, _, names in os.walk(folder):
        yield from (os.path.join(path, name) for name in sorted(names) if name.endswith(".kpi"))


def declared(client, name):
    document = {"textDocument": {"uri": client.uri(name)}}
    for item in client.request("textDocument/documentSymbol", document):
        for part in [item] + item.get("children", []):
            yield part["name"], part["selectionRange"]["start"]


def main():
    chance = random.Random(3)
    changed, refused = 0, []
    for root in sys.argv[2:]:
        for path in rule_files(root):
            folder, name = os.path.split(os.path.abspath(path))
            with open(path, encoding="utf-8") as file:
                text = file.read()
            client = Client(os.path.abspath(sys.argv[1]), folder)
            client.open(name, text)
            names = list(declared(client, name))
            wrong = [item for item in client.settle(client.uri(name), 1) if item["severity"] == 1]
            for word, at in [] if wrong else chance.sample(names, min(MOST, len(names))):
                place = {"textDocument": {"uri": client.uri(name)}, "position": at}
                answer = client.request("textDocument/rename", dict(place, newName="zz_new"))
                why = answer.get("error", {}).get("message", "")
                if "error" not in answer:
                    changed += 1
                elif "library" not in why and "nothing that can be renamed" not in why:
                    refused.append(f"{path}: {word}: {why}")
            assert client.end() == 0
    print(f"{changed} names changed")
    print("\n".join(refused))
    return 1 if refused or changed < 100 else 0


if __name__ == "__main__":
    sys.exit(main())

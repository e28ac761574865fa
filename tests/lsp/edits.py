#!/usr/bin/env python3
"""After any edits the server says what `kpi check` says of the same text: edits.py PROGRAM FILE... [--edits N] [--seed S]"""

import argparse
import json
import os
import random
import subprocess
import tempfile

from client import Client

PIECES = ["", "", " ", "\n", "{", "}", "(", ")", "，", "：", "\"", "#", "=", "80%", "当", " where ", "sum(", "metric ", "𠮷",
          "😀", "e\u0301", "考核表", "scorecard x for y every month {\n", "`", "\t", "\r\n", "1 / 0", ".", "度", "0" * 30]

METHODS = ["definition", "references", "documentHighlight", "prepareRename", "rename", "documentSymbol", "hover",
           "completion", "signatureHelp", "foldingRange", "selectionRange", "formatting", "semanticTokens/full",
           "inlayHint", "codeAction", "codeLens"]


def checked(program, folder, name, text):
    """(code, line, column from 1 in code points) of every message that is in the file."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    out = subprocess.run([program, "check", path, "--format", "json"], capture_output=True,
                         env={"LC_ALL": "C.UTF-8"}, timeout=60).stderr.decode()
    found = []
    for line in out.splitlines():
        if not line.startswith("{"):
            continue
        message = json.loads(line)
        place = message.get("place")
        if place is None or os.path.basename(place["file"]) == name:
            found.append((message["code"], *((place["line"], place["column"]) if place else (1, 1))))
    return sorted(found)


def served(client, uri, text, version):
    lines = text.split("\n")
    found = []
    for item in client.settle(uri, version):
        start = item["range"]["start"]
        line = lines[start["line"]] if start["line"] < len(lines) else ""
        found.append((item["code"], start["line"] + 1, client.index(line, dict(start, line=0)) + 1))
    return sorted(found)


def ask_anything(client, name, chance):
    """Whatever is asked of rules that are being written is answered."""
    text = client.texts[name]
    for method in chance.sample(METHODS, 4):
        params = dict(client.at(name, chance.randrange(len(text) + 1)), newName="zz", context={"diagnostics": []})
        params["positions"] = [params["position"]]
        params["range"] = {"start": {"line": 0, "character": 0}, "end": params["position"]}
        answer = client.answer(client.start("textDocument/" + method, params))
        code = answer.get("error", {}).get("code")
        assert code in (None, -32803), (method, answer)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    chance = random.Random(options.seed)
    for path in options.files:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for encoding in ("utf-16", "utf-8"):
            with tempfile.TemporaryDirectory() as folder:
                name = "rules.kpi"
                client = Client(program, folder, encoding)
                client.open(name, text)
                uri = client.uri(name)
                for edit in range(options.edits):
                    now = client.texts[name]
                    begin = chance.randrange(len(now) + 1)
                    end = min(len(now), begin + chance.choice([0, 0, 1, 3, 20]))
                    piece = chance.choice(PIECES) if chance.random() < 0.7 else now[begin:end][::-1]
                    client.replace(name, edit + 2, begin, end, piece)
                    if chance.random() < 0.5 and edit + 1 < options.edits:
                        continue  # the next one comes before anything was said about this one
                    text_now = client.texts[name]
                    if "\r" in text_now.replace("\r\n", "") or "\r" in text_now:
                        client.replace(name, edit + 2, 0, len(text_now), text_now.replace("\r", ""))
                    said = served(client, uri, client.texts[name], edit + 2)
                    fresh = checked(program, folder, name, client.texts[name])
                    ask_anything(client, name, chance)
                    assert said == fresh, f"{path} {encoding} seed {options.seed} edit {edit}:\n{said}\n{fresh}"
                assert client.end() == 0
        print("ok", path)


if __name__ == "__main__":
    main()

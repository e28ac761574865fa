#!/usr/bin/env python3
"""Sessions with the language server, written as Markdown: run.py PROGRAM [--update] FILE...

A heading is a session in a folder of its own. ```kpi NAME``` and ```file NAME``` write a file, kpi files are opened;
<1>, <2> … mark places and are no part of the text. ```lsp``` holds requests (`$ hover 1`) and what is answered, which
--update writes anew. Every session is held twice, with positions in UTF-16 and in UTF-8: what is answered must be the
same."""

import difflib
import os
import re
import sys
import tempfile

from client import Client

MARK = re.compile(r"<(\d+)>")
TOKENS = ["keyword", "comment", "string", "number", "operator", "function", "word", "type", "property",
          "variable", "parameter", "class"]


class Session:
    def __init__(self, program, folder, encoding, language, files):
        self.marks = {}
        self.versions = {}
        texts = {}
        for name, text, opened in files:
            plain = ""
            at = 0
            for mark in MARK.finditer(text):
                plain += text[at:mark.start()]
                if name.endswith(".kpi"):
                    self.marks[mark.group(1)] = (name, len(plain))
                    at = mark.end()
                else:
                    at = mark.start()
            plain += text[at:]
            texts[name] = (plain, opened)
            os.makedirs(os.path.dirname(os.path.join(folder, name)) or folder, exist_ok=True)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(plain)
        self.client = Client(program, folder, encoding, language)
        for name, (text, opened) in texts.items():
            if opened:
                self.client.open(name, text)
        self.main = [name for name, (_, opened) in texts.items() if opened][-1]
        self.disk = {name: text for name, (text, _) in texts.items()}

    def name_of(self, uri):
        for name in list(self.client.texts) + list(self.disk):
            if self.client.uri(name) == uri:
                return name
        return uri

    def text(self, name):
        return self.client.texts.get(name, self.disk.get(name))

    def place(self, name, part):
        """`plan.kpi:3:8 “revenue”`"""
        text = self.text(name)
        begin = self.client.index(text, part["start"])
        end = self.client.index(text, part["end"])
        line = text.count("\n", 0, begin)
        column = begin - text.rfind("\n", 0, begin)
        piece = text[begin:end]
        if "\n" in piece:
            piece = piece.split("\n")[0] + " …"
        where = f"{line + 1}:{column}" if name == self.main else f"{name}:{line + 1}:{column}"
        return f"{where} “{piece}”" if piece else where

    def location(self, item):
        return self.place(self.name_of(item["uri"]), item["range"])

    def at(self, mark):
        name, index = self.marks[mark]
        return self.client.at(name, index)

    def here(self):
        return {"textDocument": {"uri": self.client.uri(self.main)}}

    def edited(self, changes):
        out = []
        for uri in sorted(changes):
            name = self.name_of(uri)
            text = self.text(name)
            edits = sorted(changes[uri], key=lambda edit: -self.client.index(text, edit["range"]["start"]))
            for edit in edits:
                begin = self.client.index(text, edit["range"]["start"])
                end = self.client.index(text, edit["range"]["end"])
                text = text[:begin] + edit["newText"] + text[end:]
            out.append(f"--- {name}")
            before = self.text(name).split("\n")
            out += [line for line in difflib.unified_diff(before, text.split("\n"), n=0, lineterm="")
                    if not line.startswith(("---", "+++", "@@"))]
        return out

    # ---- requests

    def ask(self, line):
        words = line.split()
        return getattr(self, "do_" + words[0])(*words[1:])

    def do_diagnostics(self, name=None):
        name = name or self.main
        out = []
        for item in self.client.settle(self.client.uri(name), self.versions.get(name, 1)):
            place = self.place(name, item["range"])
            kind = {1: "error", 2: "warning"}[item["severity"]]
            out.append(f"{place} {kind}[{item['code']}]: {item['message'].splitlines()[0]}")
            out += [f"  {line}" for line in item["message"].splitlines()[1:]]
            out += [f"  {self.location(other['location'])}: {other['message']}"
                    for other in item.get("relatedInformation", [])]
        return out or ["none"]

    def do_type(self, mark, *words):
        name, index = self.marks[mark]
        text = " ".join(words).replace("\\n", "\n").replace("\\s", " ")
        self.versions[name] = self.versions.get(name, 1) + 1
        self.client.replace(name, self.versions[name], index, index, text)
        for other, (file, place) in self.marks.items():
            if file == name and place >= index:
                self.marks[other] = (file, place + len(text))
        return []

    def do_erase(self, mark, count):
        name, index = self.marks[mark]
        self.versions[name] = self.versions.get(name, 1) + 1
        self.client.replace(name, self.versions[name], index, index + int(count), "")
        return []

    def do_hover(self, mark):
        found = self.client.request("textDocument/hover", self.at(mark))
        if not found:
            return ["nothing"]
        return [self.place(self.marks[mark][0], found["range"])] + \
            [line for line in found["contents"]["value"].splitlines() if line]

    def do_complete(self, mark, most="8"):
        found = self.client.request("textDocument/completion", self.at(mark))
        items = found["items"]
        name, index = self.marks[mark]
        text = self.text(name)
        begin = index
        if items:
            begin = self.client.index(text, items[0]["textEdit"]["range"]["start"])
        typed = text[begin:index].lstrip("`").lower()
        fits = [item for item in items
                if any(word.lower().startswith(typed) for word in item["filterText"].split())]
        fits.sort(key=lambda item: item["sortText"])
        out = []
        for item in fits[:int(most)]:
            new = item["textEdit"]["newText"]
            shown = item["label"] if new == item["label"] else f"{item['label']} as {new}"
            out.append(f"{shown} ({item['detail']})")
        if len(fits) > int(most):
            out.append(f"and {len(fits) - int(most)} more" if most != "8" else "and more")
        return out or ["nothing"]

    def do_signature(self, mark):
        found = self.client.request("textDocument/signatureHelp", self.at(mark))
        if not found:
            return ["nothing"]
        signature = found["signatures"][0]
        parameters = [p["label"] for p in signature["parameters"]]
        active = parameters[found["activeParameter"]] if parameters else "-"
        return [f"{signature['label']} at {active}"]

    def places(self, items):
        return [self.location(item) for item in items] or ["nothing"]

    def do_definition(self, mark):
        return self.places(self.client.request("textDocument/definition", self.at(mark)))

    def do_references(self, mark):
        params = dict(self.at(mark), context={"includeDeclaration": True})
        return self.places(self.client.request("textDocument/references", params))

    def do_highlight(self, mark):
        found = self.client.request("textDocument/documentHighlight", self.at(mark))
        return [self.place(self.marks[mark][0], item["range"]) + {2: "", 3: " declared"}[item["kind"]]
                for item in found] or ["nothing"]

    def do_rename(self, mark, *name):
        params = dict(self.at(mark), newName=" ".join(name))
        self.client.messages.clear()
        found = self.client.request("textDocument/rename", params)
        if "error" in found:
            return ["refused: " + found["error"]["message"]]
        return self.edited(found["changes"]) + self.client.messages

    def do_prepare(self, mark):
        found = self.client.request("textDocument/prepareRename", self.at(mark))
        if "error" in found:
            return ["refused: " + found["error"]["message"]]
        return [self.place(self.marks[mark][0], found["range"])]

    def do_symbols(self):
        out = []
        for item in self.client.request("textDocument/documentSymbol", self.here()):
            out.append(f"{item['name']} {item['detail']}".rstrip())
            out += [f"  {part['name']} {part['detail']}".rstrip() for part in item.get("children", [])]
        return out

    def do_search(self, query=""):
        found = self.client.request("workspace/symbol", {"query": query})
        return [f"{item['name']} {self.location(item['location'])}" for item in found] or ["nothing"]

    def do_fold(self):
        return [f"{item['startLine'] + 1}-{item['endLine'] + 1} {item.get('kind', '')}".rstrip()
                for item in self.client.request("textDocument/foldingRange", self.here())]

    def do_select(self, mark):
        params = {"textDocument": self.at(mark)["textDocument"], "positions": [self.at(mark)["position"]]}
        part = self.client.request("textDocument/selectionRange", params)[0]
        out = []
        while part:
            out.append(self.place(self.marks[mark][0], part["range"]))
            part = part.get("parent")
        return out

    def do_format(self):
        edits = self.client.request("textDocument/formatting", dict(self.here(), options={}))
        return self.edited({self.client.uri(self.main): edits}) if edits else ["as it is"]

    def do_tokens(self):
        data = self.client.request("textDocument/semanticTokens/full", self.here())["data"]
        text = self.text(self.main)
        out = []
        line = character = 0
        for i in range(0, len(data), 5):
            down, right, length, kind, modifiers = data[i:i + 5]
            line += down
            character = right if down else character + right
            start = {"line": line, "character": character}
            end = {"line": line, "character": character + length}
            piece = text[self.client.index(text, start):self.client.index(text, end)]
            declared = " declared" if modifiers & 1 else ""
            out.append(f"{line + 1} {piece}: {TOKENS[kind]}{declared}")
        return out

    def do_hints(self):
        params = dict(self.here(), range={"start": {"line": 0, "character": 0},
                                          "end": {"line": 10000, "character": 0}})
        text = self.text(self.main).split("\n")
        out = []
        for hint in self.client.request("textDocument/inlayHint", params):
            position = hint["position"]
            line = text[position["line"]]
            start = self.client.index("\n".join(text), position) - \
                sum(len(each) + 1 for each in text[:position["line"]])
            gap = " " if hint.get("paddingLeft") else ""
            out.append(f"{line[:start]}{gap}[{hint['label']}]{line[start:]}".strip())
        return out or ["none"]

    def do_actions(self, mark, only=None):
        place = self.at(mark)
        params = {"textDocument": place["textDocument"],
                  "range": {"start": place["position"], "end": place["position"]},
                  "context": {"diagnostics": []}}
        if only:
            params["context"]["only"] = [only]
        out = []
        for action in self.client.request("textDocument/codeAction", params):
            out.append(action["title"] + (" (preferred)" if action.get("isPreferred") else ""))
            out += self.edited(action["edit"]["changes"])
        return out or ["none"]

    def do_lenses(self):
        out = []
        for lens in self.client.request("textDocument/codeLens", self.here()):
            title, name = lens["command"]["title"], lens["command"]["arguments"][1]
            out.append(f"{lens['range']['start']['line'] + 1} {title} {name}".rstrip())
        return out

    def do_run(self, command, *name):
        arguments = [self.client.uri(self.main), " ".join(name)]
        found = self.client.request("workspace/executeCommand",
                                    {"command": command, "arguments": arguments})
        if isinstance(found, dict):
            return ["refused: " + found["error"]["message"]]
        return [line for line in found.splitlines() if line]


def cases(lines):
    """(heading, files, requests with their answers) of a suite; a heading has the files above it."""
    stack = []
    at = 0
    while at < len(lines):
        head = re.match(r"(#+) (.*)", lines[at])
        fence = re.match(r"```(\w+) ?(.*)", lines[at])
        if head:
            level = len(head.group(1))
            while stack and stack[-1]["level"] >= level:
                stack.pop()
            stack.append({"level": level, "title": head.group(2), "files": []})
        elif fence:
            end = lines.index("```", at + 1)
            body = lines[at + 1:end]
            kind, name = fence.groups()
            if kind in ("kpi", "file", "closed"):
                stack[-1]["files"].append((name or "plan.kpi", "\n".join(body) + "\n", kind == "kpi"))
            elif kind == "lsp":
                files = {}
                for part in stack:
                    for file in part["files"]:
                        files.pop(file[0], None)
                        files[file[0]] = file
                yield stack[-1]["title"], list(files.values()), at + 1, end
            at = end
        at += 1


def answers(program, language, files, requests):
    both = []
    for encoding in ("utf-16", "utf-8"):
        with tempfile.TemporaryDirectory() as folder:
            session = Session(program, folder, encoding, language, files)
            said = []
            for request in requests:
                said.append(request)
                if request != "$ ":
                    said += session.ask(request[2:])
            code = session.client.end()
            assert code == 0, f"the server ended with {code}"
            both.append(said)
    assert both[0] == both[1], "UTF-8 differs:\n" + "\n".join(difflib.unified_diff(*both, n=1))
    return both[0]


def run(program, path, update):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    language = "zh" if "<!-- language: zh -->" in lines else "en"
    new = []
    done = failed = count = 0
    for title, files, begin, end in list(cases(lines)):
        count += 1
        requests = [line for line in lines[begin:end] if line.startswith("$ ")]
        said = answers(program, language, files, requests)
        new += lines[done:begin] + said
        done = end
        if said != lines[begin:end]:
            failed += 1
            if not update:
                print(f"{path}: {title}")
                print("\n".join(difflib.unified_diff(lines[begin:end], said, "expected", "answered",
                                                     lineterm="")))
    new += lines[done:]
    if update and failed:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(new))
    print(f"{path}: {count} sessions, {failed} {'updated' if update else 'failed'}")
    return 0 if update else failed


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--update"]
    sys.exit(1 if sum(run(arguments[0], path, "--update" in sys.argv) for path in arguments[1:]) else 0)

#!/usr/bin/env python3
"""Nothing that the language server is sent ends it: robust.py PROGRAM"""

import json
import os
import subprocess
import sys
import tempfile

from client import Client, Gone

RULES = "currency CNY\nparam 起付线 : ratio = 80%\nmetric 𠮷😀 = 1\n"
EVERY = ["definition", "references", "documentHighlight", "prepareRename", "rename", "documentSymbol", "hover",
         "completion", "signatureHelp", "foldingRange", "selectionRange", "formatting", "semanticTokens/full",
         "inlayHint", "codeAction", "codeLens"]


def error_of(client, number=None):
    message = client.receive() if number is None else client.answer(number)
    return message["error"]["code"]


def expect(name, actual, wanted):
    assert actual == wanted, f"{name}: {actual!r} instead of {wanted!r}"
    print("ok", name)


def framed(content):
    return b"Content-Length: %d\r\n\r\n" % len(content) + content


def is_alive(client, name):
    symbols = client.request("textDocument/documentSymbol",
                             {"textDocument": {"uri": client.uri("plan.kpi")}})
    assert isinstance(symbols, list) and symbols, (name, symbols)
    print("ok", name)


def messages(client):
    client.raw(framed(b"{ no json"))
    expect("no JSON", error_of(client), -32700)
    client.raw(framed(b"\xff\xfe\x00"))
    expect("no UTF-8", error_of(client), -32700)
    client.raw(framed(b"[" * 100000))
    expect("JSON that goes very deep", error_of(client), -32700)
    client.raw(framed(b'{"id": ' + b"[" * 200000 + b"]" * 200000 + b', "method": "x"}'))
    expect("an id that goes very deep", error_of(client), -32600)
    client.raw(framed(b"[1, 2]"))
    expect("no object", error_of(client), -32600)
    client.raw(framed(b'{"jsonrpc": "2.0"}'))
    expect("neither request nor notification", error_of(client), -32600)
    client.raw(framed(b'{"jsonrpc": "2.0", "id": 1, "result": null}'))
    is_alive(client, "an answer that nobody asked for")
    client.raw(b"Content-Type: text\r\n\r\n")
    expect("a head without a length", error_of(client), -32600)
    client.raw(b"Content-Length: many\r\n\r\n")
    expect("a length that is no number", error_of(client), -32600)
    client.raw(b"Content-Length: 99999999999999999999999\r\n\r\n")
    # everything after it would belong to it


def lengths(program, folder):
    client = Client(program, folder)
    size = 80 * 1024 * 1024
    client.raw(b"Content-Length: %d\r\n\r\n" % size)
    for _ in range(80):
        client.raw(b" " * (1024 * 1024))
    expect("a message of 80 MB", error_of(client), -32600)
    client.open("plan.kpi", RULES)
    is_alive(client, "alive after it")
    expect("exit code", client.end(), 0)


def requests(client):
    expect("an unknown request", error_of(client, client.start("kpi/nonsense", {})), -32601)
    client.notify("kpi/nonsense", {})
    client.notify("$/setTrace", {"value": "off"})
    is_alive(client, "an unknown notification")
    expect("a second initialize", error_of(client, client.start("initialize", {})), -32600)
    for method in EVERY:
        for params in (None, [], {}, 3, {"textDocument": 1}, {"textDocument": {"uri": 7}},
                       {"textDocument": {"uri": "file:///nowhere.kpi"}, "position": {"line": 1}},
                       {"textDocument": {"uri": client.uri("plan.kpi")}, "position": "here"},
                       {"textDocument": {"uri": client.uri("plan.kpi")}, "newName": "x",
                        "position": {"line": -5, "character": 1e300}},
                       {"textDocument": {"uri": client.uri("plan.kpi")}, "newName": "x", "positions": [{}],
                        "position": {"line": 2 ** 40, "character": 2 ** 40}}):
            client.answer(client.start("textDocument/" + method, params))
    is_alive(client, "parameters of any kind")
    for arguments in (None, 1, [], [1], ["x"], [client.uri("plan.kpi")], [client.uri("plan.kpi"), "nothing"]):
        for command in ("kpi.evaluate", "kpi.runTest", "kpi.lineage", "rm"):
            client.answer(client.start("workspace/executeCommand", {"command": command, "arguments": arguments}))
    is_alive(client, "commands of any kind")


def edits(client):
    uri = client.uri("plan.kpi")
    for number, change in enumerate((
            {"range": {"start": {"line": 99, "character": 0}, "end": {"line": 100, "character": 7}}, "text": "\n"},
            {"range": {"start": {"line": 1, "character": 9999}, "end": {"line": 1, "character": 10000}},
             "text": " "},
            {"range": {"start": {"line": 2, "character": 0}, "end": {"line": 0, "character": 0}}, "text": ""},
            {"range": {"start": {"line": 2, "character": 8}, "end": {"line": 2, "character": 8}}, "text": "x"},
            {"range": {}, "text": "# "}, {"range": 5, "text": RULES}, {"text": 3}, 7, {"text": RULES})):
        client.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": number + 2},
                                                 "contentChanges": [change]})
        client.settle(uri, number + 2)
    is_alive(client, "edits out of range, and within a character")
    for params in ({"textDocument": {"uri": "file:///nowhere.kpi", "version": 1},
                    "contentChanges": [{"text": ""}]}, {}, None, 3, {"textDocument": {"uri": uri}}):
        for method in ("didChange", "didClose", "didOpen", "didSave"):
            if method != "didClose" or params != {"textDocument": {"uri": uri}}:
                client.notify("textDocument/" + method, params)
    is_alive(client, "changes of files that are not open")


def cancelling(client):
    place = client.at("plan.kpi", 20)
    content = b""
    for number in (9001, 9002):
        content += framed(json.dumps({"jsonrpc": "2.0", "id": number, "method": "textDocument/hover",
                                      "params": place}).encode())
    content += framed(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 9002}}')
    content += framed(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "unknown"}}')
    content += framed(b'{"jsonrpc": "2.0", "method": "$/cancelRequest"}')
    client.raw(content)
    client.answer(9001)
    code = client.answer(9002).get("error", {}).get("code")
    expect("a cancelled request", code, -32800)
    is_alive(client, "cancelled requests that were never made")


def endings(program, folder):
    client = Client(program, folder)
    client.notify("exit", None)
    expect("exit without shutdown", client.process.wait(timeout=60), 1)
    client = Client(program, folder)
    client.request("shutdown", None)
    expect("a request after shutdown", error_of(client, client.start("textDocument/hover", {})), -32600)
    client.notify("exit", None)
    expect("exit after shutdown", client.process.wait(timeout=60), 0)
    client = Client(program, folder)
    client.process.stdin.close()
    expect("the other end went away", client.process.wait(timeout=60), 1)
    client = Client(program, folder)
    client.raw(b"Content-Length: 100\r\n\r\n{")
    client.process.stdin.close()
    expect("it went away within a message", client.process.wait(timeout=60), 1)
    read_end, write_end = os.pipe()
    deaf = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=write_end, cwd=folder)
    os.close(write_end)
    os.close(read_end)
    deaf.communicate(framed(b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'), timeout=60)
    assert deaf.returncode in (0, 1), deaf.returncode
    print("ok nobody listens")
    early = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
    out, _ = early.communicate(framed(b'{"jsonrpc":"2.0","id":1,"method":"textDocument/hover"}') +
                               framed(b'{"jsonrpc":"2.0","method":"exit"}'), timeout=60)
    assert b"-32002" in out, out
    print("ok a request before initialize")


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        client = Client(program, folder)
        client.open("plan.kpi", RULES)
        client.settle(client.uri("plan.kpi"), 1)
        requests(client)
        edits(client)
        cancelling(client)
        messages(client)
        client.process.stdin.close()
        assert client.process.wait(timeout=60) == 1
        lengths(program, folder)
        endings(program, folder)


if __name__ == "__main__":
    try:
        main()
    except Gone:
        sys.exit("the server ended")

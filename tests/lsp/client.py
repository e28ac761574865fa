"""A small client of the language server, for its tests: only Python's own library."""

import json
import os
import subprocess
import threading
import queue
from urllib.parse import quote

SECONDS = 60  # longer than any answer takes, also where a sanitizer slows it


class Gone(Exception):
    """The server ended while an answer was waited for."""


class Client:
    def __init__(self, program, folder, encoding="utf-16", language="en", root=None):
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
        for name in ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE"):
            if name in os.environ:
                environment[name] = os.environ[name]
        self.process = subprocess.Popen([program, "lsp", "--stdio"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, cwd=folder, env=environment)
        self.folder = folder
        self.encoding = encoding
        self.next_id = 0
        self.texts = {}
        self.diagnostics = {}  # uri -> the last that were published
        self.versions_seen = {}  # uri -> of which version of the text
        self.messages = []  # of window/showMessage
        self.inbox = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        offered = [encoding] if encoding != "utf-16" else ["utf-16"]
        self.capabilities = self.request("initialize", {
            "processId": None,
            "rootUri": self.uri("") if root is None else root,
            "initializationOptions": {"language": language},
            "capabilities": {"general": {"positionEncodings": offered}}})["capabilities"]
        assert self.capabilities["positionEncoding"] == encoding, self.capabilities
        self.notify("initialized", {})

    # ---- messages

    def _read(self):
        stream = self.process.stdout
        while True:
            length = None
            while True:
                line = stream.readline()
                if not line:
                    self.inbox.put(None)
                    return
                if line == b"\r\n":
                    break
                name, value = line.decode().split(":")
                if name.lower() == "content-length":
                    length = int(value)
            self.inbox.put(json.loads(stream.read(length)))

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        content = json.dumps(message, ensure_ascii=False).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(content) + content)

    def notify(self, method, params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def start(self, method, params):
        self.next_id += 1
        self.send({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params})
        return self.next_id

    def receive(self):
        """The next message that is no notification; those are noted."""
        while True:
            message = self.inbox.get(timeout=SECONDS)
            if message is None:
                raise Gone()
            if "id" in message:
                return message
            self.note(message)

    def note(self, message):
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[params["uri"]] = params["diagnostics"]
            self.versions_seen[params["uri"]] = params.get("version")
        elif message.get("method") == "window/showMessage":
            self.messages.append(params["message"])

    def answer(self, number):
        while True:
            message = self.receive()
            if message["id"] == number:
                return message

    def request(self, method, params):
        message = self.answer(self.start(method, params))
        if "error" in message:
            return {"error": message["error"]}
        return message["result"]

    def settle(self, uri, version):
        """Waits for what is said about that version of the text."""
        while self.versions_seen.get(uri) != version:
            message = self.inbox.get(timeout=SECONDS)
            if message is None:
                raise Gone()
            self.note(message)
        return self.diagnostics[uri]

    def end(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(timeout=SECONDS)

    # ---- documents

    def uri(self, name):
        return "file://" + quote(os.path.join(self.folder, name).rstrip("/"))

    def open(self, name, text):
        self.texts[name] = text
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(name), "languageId": "kpi", "version": 1, "text": text}})

    def replace(self, name, version, begin, end, new):
        """Code points [begin, end) of the text become `new`."""
        text = self.texts[name]
        change = {"range": {"start": self.position(text, begin), "end": self.position(text, end)},
                  "text": new}
        self.texts[name] = text[:begin] + new + text[end:]
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri(name), "version": version},
            "contentChanges": [change]})

    def position(self, text, index):
        """The protocol's position of a code point of the text."""
        line = text.count("\n", 0, index)
        start = text.rfind("\n", 0, index) + 1
        return {"line": line, "character": self.units(text[start:index])}

    def units(self, piece):
        return len(piece.encode("utf-16-le")) // 2 if self.encoding == "utf-16" \
            else len(piece.encode())

    def index(self, text, position):
        """The code point at a position; fails within one."""
        lines = text.split("\n")
        at = sum(len(line) + 1 for line in lines[:position["line"]])
        left = position["character"]
        line = lines[position["line"]]
        for count, letter in enumerate(line):
            if left == 0:
                return at + count
            left -= self.units(letter)
            assert left >= 0, f"{position} lies within a character of {line!r}"
        assert left == 0, f"{position} lies beyond {line!r}"
        return at + len(line)

    def at(self, name, index):
        return {"textDocument": {"uri": self.uri(name)},
                "position": self.position(self.texts[name], index)}

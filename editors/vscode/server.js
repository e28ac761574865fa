// A client of `kpi lsp` for VS Code: what an editor asks, in the words of the protocol. No packages are needed.
"use strict";

const childProcess = require("child_process");
const vscode = require("vscode");

/** Messages over the standard streams of the program. */
class Connection {
  constructor(program, words, onNotification) {
    this.process = childProcess.spawn(program, words, { stdio: ["pipe", "pipe", "ignore"] });
    this.onNotification = onNotification;
    this.waiting = new Map(); // id -> what to do with the answer
    this.lastId = 0;
    this.bytes = Buffer.alloc(0);
    this.process.stdout.on("data", (bytes) => this.read(bytes));
    this.process.stdin.on("error", () => {});
    this.process.on("error", () => this.end());
    this.process.on("exit", () => this.end());
  }

  end() {
    for (const answer of this.waiting.values()) answer({});
    this.waiting.clear();
  }

  read(bytes) {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    for (;;) {
      const head = this.bytes.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.bytes.toString("latin1", 0, head))[1]);
      if (this.bytes.length < head + 4 + length) return;
      const message = JSON.parse(this.bytes.toString("utf8", head + 4, head + 4 + length));
      this.bytes = this.bytes.subarray(head + 4 + length);
      if (message.method) this.onNotification(message.method, message.params);
      const answer = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (answer) answer(message);
    }
  }

  send(message) {
    const content = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin.write("Content-Length: " + Buffer.byteLength(content) + "\r\n\r\n" + content);
  }

  notify(method, params) {
    this.send({ method, params });
  }

  /** The result; an error's text is thrown. */
  ask(method, params, token) {
    const id = ++this.lastId;
    if (token) token.onCancellationRequested(() => this.notify("$/cancelRequest", { id }));
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) => {
        if (error && error.code === -32803) reject(new Error(error.message));
        else resolve(result);
      });
      this.send({ id, method, params });
    });
  }
}

const place = (position) => ({ line: position.line, character: position.character });
const rangeOf = (range) =>
  new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
const locationOf = (item) => new vscode.Location(vscode.Uri.parse(item.uri), rangeOf(item.range));
const COMPLETION_KINDS_FROM = 1; // the protocol counts kinds of completions and symbols from 1, VS Code from 0

function editOf(edit) {
  const all = new vscode.WorkspaceEdit();
  for (const [uri, edits] of Object.entries(edit.changes)) {
    for (const each of edits) all.replace(vscode.Uri.parse(uri), rangeOf(each.range), each.newText);
  }
  return all;
}

function diagnosticOf(item) {
  const severity = item.severity === 1 ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(rangeOf(item.range), item.message, severity);
  diagnostic.code = item.code;
  diagnostic.source = "kpi";
  diagnostic.relatedInformation = (item.relatedInformation || []).map((other) =>
    new vscode.DiagnosticRelatedInformation(locationOf(other.location), other.message));
  return diagnostic;
}

function symbolOf(item) {
  const symbol = new vscode.DocumentSymbol(item.name, item.detail, item.kind - COMPLETION_KINDS_FROM,
    rangeOf(item.range), rangeOf(item.selectionRange));
  symbol.children = (item.children || []).map(symbolOf);
  return symbol;
}

function completionOf(item) {
  const shown = new vscode.CompletionItem(item.label, item.kind - COMPLETION_KINDS_FROM);
  shown.detail = item.detail;
  shown.documentation = item.documentation;
  shown.filterText = item.filterText;
  shown.sortText = item.sortText;
  shown.insertText = item.textEdit.newText;
  shown.range = rangeOf(item.textEdit.range);
  return shown;
}

/** Everything VS Code may ask of a rule file, given to the server. */
function providers(server) {
  const of = (document) => ({ textDocument: { uri: document.uri.toString() } });
  const at = (document, position) => ({ ...of(document), position: place(position) });
  const asked = async (method, params, token) => server.ask("textDocument/" + method, params, token);
  const list = async (method, params, token) => (await asked(method, params, token)) || [];
  return {
    HoverProvider: {
      async provideHover(document, position, token) {
        const hover = await asked("hover", at(document, position), token);
        return hover && new vscode.Hover(new vscode.MarkdownString(hover.contents.value), rangeOf(hover.range));
      },
    },
    DefinitionProvider: {
      provideDefinition: async (document, position, token) =>
        (await list("definition", at(document, position), token)).map(locationOf),
    },
    ReferenceProvider: {
      provideReferences: async (document, position, context, token) =>
        (await list("references", { ...at(document, position), context }, token)).map(locationOf),
    },
    RenameProvider: {
      async prepareRename(document, position, token) {
        const found = await asked("prepareRename", at(document, position), token);
        return found && { range: rangeOf(found.range), placeholder: found.placeholder };
      },
      async provideRenameEdits(document, position, newName, token) {
        const edit = await asked("rename", { ...at(document, position), newName }, token);
        return edit && editOf(edit);
      },
    },
    DocumentSymbolProvider: {
      provideDocumentSymbols: async (document, token) =>
        (await list("documentSymbol", of(document), token)).map(symbolOf),
    },
    DocumentFormattingEditProvider: {
      provideDocumentFormattingEdits: async (document, options, token) =>
        (await list("formatting", { ...of(document), options }, token)).map((edit) =>
          vscode.TextEdit.replace(rangeOf(edit.range), edit.newText)),
    },
    CodeLensProvider: {
      provideCodeLenses: async (document, token) =>
        (await list("codeLens", of(document), token)).map((lens) => new vscode.CodeLens(rangeOf(lens.range), {
          title: lens.command.title, command: "kpi.server",
          arguments: [lens.command.command, lens.command.arguments],
        })),
    },
    InlayHintsProvider: {
      async provideInlayHints(document, range, token) {
        const params = { ...of(document), range: { start: place(range.start), end: place(range.end) } };
        return (await list("inlayHint", params, token)).map((hint) => {
          const shown = new vscode.InlayHint(
            new vscode.Position(hint.position.line, hint.position.character), hint.label, hint.kind);
          shown.paddingLeft = hint.paddingLeft;
          return shown;
        });
      },
    },
    CodeActionsProvider: {
      async provideCodeActions(document, range, context, token) {
        const params = { ...of(document), context: { diagnostics: [] },
          range: { start: place(range.start), end: place(range.end) } };
        return (await list("codeAction", params, token)).map((item) => {
          const action = new vscode.CodeAction(item.title, vscode.CodeActionKind.QuickFix);
          action.isPreferred = item.isPreferred;
          action.edit = editOf(item.edit);
          return action;
        });
      },
    },
    CompletionItemProvider: {
      async provideCompletionItems(document, position, token) {
        const found = await asked("completion", at(document, position), token);
        return found && new vscode.CompletionList(found.items.map(completionOf), found.isIncomplete);
      },
    },
  };
}

/** Starts `kpi lsp`; what is to be disposed of at the end. `messages` takes its diagnostics. */
async function start(program, messages, output) {
  const server = new Connection(program, ["lsp", "--stdio"], (method, params) => {
    if (method === "textDocument/publishDiagnostics") {
      messages.set(vscode.Uri.parse(params.uri), params.diagnostics.map(diagnosticOf));
    } else if (method === "window/showMessage") {
      output.appendLine(params.message);
      output.show(true);
    }
  });
  const folders = (vscode.workspace.workspaceFolders || []).map((folder) =>
    ({ uri: folder.uri.toString(), name: folder.name }));
  await server.ask("initialize", {
    processId: process.pid, capabilities: {}, locale: vscode.env.language, workspaceFolders: folders,
    rootUri: folders.length ? folders[0].uri : null,
  });
  server.notify("initialized", {});
  const opened = (document) => {
    if (document.languageId !== "kpi") return;
    server.notify("textDocument/didOpen", { textDocument: {
      uri: document.uri.toString(), languageId: "kpi", version: document.version, text: document.getText() } });
  };
  vscode.workspace.textDocuments.forEach(opened);
  const register = Object.entries(providers(server)).map(([name, provider]) =>
    vscode.languages["register" + name]("kpi", provider, ...(name === "CompletionItemProvider" ? [".", "("] : [])));
  return [
    ...register,
    vscode.commands.registerCommand("kpi.server", (command, words) =>
      server.ask("workspace/executeCommand", { command, arguments: words })),
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.languageId !== "kpi") return;
      server.notify("textDocument/didClose", { textDocument: { uri: document.uri.toString() } });
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.languageId !== "kpi" || contentChanges.length === 0) return;
      server.notify("textDocument/didChange", {
        textDocument: { uri: document.uri.toString(), version: document.version },
        contentChanges: contentChanges.map(({ range, text }) =>
          ({ range: { start: place(range.start), end: place(range.end) }, text })),
      });
    }),
    { dispose: async () => {
      await server.ask("shutdown", null);
      server.notify("exit", null);
    } },
  ];
}

module.exports = { start, Connection };

// Drives the VS Code extension's client of `kpi lsp` with a stand-in for the editor: node server.js KPI FOLDER
"use strict";

const assert = require("assert");
const Module = require("module");
const path = require("path");

const [kpi, folder] = process.argv.slice(2);
const uri = { toString: () => "file://" + path.join(folder, "plan.kpi") };
let text = "currency CNY\nparam 税率 : ratio = 80%\nmetric 𠮷 = 税率 * 1\n";

const providers = {};
const listeners = {};
const commands = {};
const shown = new Map();
const printed = [];
const subscription = { dispose() {} };
const listen = (name) => (callback) => { listeners[name] = callback; return subscription; };
class Plain {
  constructor(...parts) { this.parts = parts; }
}
const vscode = {
  Range: class { constructor(...places) { this.places = places; } },
  Position: Plain, MarkdownString: Plain, Hover: Plain, Location: Plain, InlayHint: Plain, CodeLens: Plain,
  CompletionList: Plain, DiagnosticRelatedInformation: Plain, DocumentSymbol: Plain,
  CompletionItem: class { constructor(label) { this.label = label; } },
  CodeAction: class { constructor(title) { this.title = title; } },
  Diagnostic: class { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } },
  DiagnosticSeverity: { Error: 0, Warning: 1 },
  CodeActionKind: { QuickFix: "quickfix" },
  WorkspaceEdit: class {
    constructor() { this.edits = []; }
    replace(file, range, newText) { this.edits.push({ range: range.places, newText }); }
  },
  TextEdit: { replace: (range, newText) => ({ range: range.places, newText }) },
  Uri: { parse: (name) => ({ toString: () => decodeURIComponent(name) }) },
  env: { language: "zh-cn" },
  languages: new Proxy({}, {
    get: (_, name) => (language, provider) => {
      providers[name.replace("register", "")] = provider;
      return subscription;
    },
  }),
  commands: { registerCommand: (name, run) => { commands[name] = run; return subscription; } },
  workspace: {
    textDocuments: [], workspaceFolders: undefined,
    onDidOpenTextDocument: listen("open"), onDidCloseTextDocument: listen("close"),
    onDidChangeTextDocument: listen("change"),
  },
};
const load = Module._load;
Module._load = (name, ...rest) => name === "vscode" ? vscode : load(name, ...rest);
const server = require(path.join(__dirname, "..", "..", "editors", "vscode", "server.js"));

const document = { uri, languageId: "kpi", version: 1, getText: () => text };
const token = { onCancellationRequested() {} };
const messages = { set: (file, list) => shown.set(file.toString(), list) };

async function until(condition) {
  for (let tries = 0; tries < 1000 && !condition(); ++tries) await new Promise((done) => setTimeout(done, 20));
  assert(condition(), "nothing came");
}

async function main() {
  vscode.workspace.textDocuments.push(document);
  const parts = await server.start(kpi, messages, { appendLine: (line) => printed.push(line), show() {} });
  await until(() => shown.has(uri.toString()));
  assert.deepStrictEqual(shown.get(uri.toString()), []);

  const read = { line: 2, character: "metric 𠮷 = ".length };
  const [defined] = await providers.DefinitionProvider.provideDefinition(document, read, token);
  assert.deepStrictEqual(defined.parts[1].places, [1, 6, 1, 8]);
  const hover = await providers.HoverProvider.provideHover(document, read, token);
  assert.match(hover.parts[0].parts[0], /80%/);
  const edit = await providers.RenameProvider.provideRenameEdits(document, read, "比例", token);
  assert.deepStrictEqual(edit.edits.map((each) => each.newText), ["比例", "比例"]);
  await assert.rejects(providers.RenameProvider.provideRenameEdits(document, read, "𠮷", token), /指标/);

  text = text.replace("税率 * 1", "sl");
  document.version = 2;
  const begin = { line: 2, character: read.character };
  listeners.change({ document, contentChanges: [{
    range: { start: begin, end: { line: 2, character: begin.character + "税率 * 1".length } }, text: "sl" }] });
  const list = await providers.CompletionItemProvider.provideCompletionItems(
    document, { line: 2, character: begin.character + 2 }, token);
  const found = list.parts[0].find((item) => item.label === "税率");
  assert.match(found.filterText, /^sl /);
  assert.deepStrictEqual(found.range.places, [2, begin.character, 2, begin.character + 2]);
  await until(() => shown.get(uri.toString()).length === 1);
  assert.strictEqual(shown.get(uri.toString())[0].code, "E0201");

  const lenses = await providers.CodeLensProvider.provideCodeLenses(document, token);
  const [command, words] = lenses.map((lens) => lens.parts[1].arguments).find(([name]) => name === "kpi.lineage");
  await commands["kpi.server"](command, words);
  assert.match(printed.pop(), /读取/);
  await parts.pop().dispose();
  console.log("the extension's client of the server: ok");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

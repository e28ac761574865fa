// Drives the VS Code extension in Node with a stand-in for the editor: node extension.js KPI FOLDER
"use strict";

const assert = require("assert");
const fs = require("fs");
const Module = require("module");
const path = require("path");

const [kpi, folder] = process.argv.slice(2);
const file = path.join(folder, "plan.kpi");
// An emoji and a rare character take two UTF-16 units each, kpi counts them as one column.
const BROKEN = 'metric `😀𠀀` = sum(orders.x\n';
fs.writeFileSync(file, BROKEN);

class Range {
  constructor(...places) { this.places = places; }
}
const commands = {};
const listeners = {};
const shown = new Map();
const answers = [];
const said = [];
let provider;
let text = BROKEN;
let selection = "";
let output = "";

const document = {
  fileName: file, languageId: "kpi", isDirty: false,
  uri: { fsPath: file, scheme: "file", toString: () => "file://" + file },
  get lineCount() { return text.split("\n").length; },
  lineAt: (line) => ({ text: text.split("\n")[line] }),
  getText: () => selection,
};
const settings = { program: kpi, data: "data", period: "", checkOnSave: true };
const subscription = { dispose() {} };
const listen = (name) => (callback) => { listeners[name] = callback; return subscription; };
const vscode = {
  Range,
  Uri: { file: (name) => ({ fsPath: name, toString: () => "file://" + name }) },
  Location: class { constructor(uri, range) { Object.assign(this, { uri, range }); } },
  Diagnostic: class { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } },
  DiagnosticRelatedInformation: class { constructor(location, message) { Object.assign(this, { location, message }); } },
  DiagnosticSeverity: { Error: 0, Warning: 1 },
  CodeAction: class { constructor(title, kind) { Object.assign(this, { title, kind }); } },
  CodeActionKind: { QuickFix: "quickfix" },
  WorkspaceEdit: class { replace(uri, range, newText) { Object.assign(this, { uri, range, newText }); } },
  env: { language: "zh-cn" },
  l10n: { t: (pattern, ...values) => pattern.replace(/\{(\d)\}/g, (_, at) => values[at]) },
  languages: {
    createDiagnosticCollection: () => ({
      set: (uri, list) => shown.set(uri.toString(), list),
      delete: (uri) => shown.delete(uri.toString()), dispose() {},
    }),
    registerCodeActionsProvider: (_, given) => { provider = given; return subscription; },
  },
  commands: {
    registerCommand: (name, run) => { commands[name] = run; return subscription; },
    executeCommand() {},
  },
  window: {
    activeTextEditor: { document, selection: {} },
    createOutputChannel: () => ({
      clear() { output = ""; }, append(more) { output += more; }, appendLine(more) { output += more + "\n"; },
      show() {}, dispose() {},
    }),
    showErrorMessage: (message) => said.push(message),
    setStatusBarMessage: (message) => said.push(message),
    showInputBox: async () => answers.shift(),
  },
  workspace: {
    isTrusted: true, textDocuments: [],
    getConfiguration: () => ({ get: (name) => settings[name] }),
    openTextDocument: async () => document,
    onDidSaveTextDocument: listen("save"), onDidOpenTextDocument: listen("open"),
    onDidCloseTextDocument: listen("close"),
  },
};

const load = Module._load;
Module._load = (name, ...rest) => name === "vscode" ? vscode : load(name, ...rest);
const extension = require(path.join(__dirname, "..", "..", "editors", "vscode", "extension.js"));

async function main() {
  const facts = require(path.join(__dirname, "..", "..", "editors", "vscode", "package.json"));
  extension.activate({ subscriptions: [] });
  assert.deepStrictEqual(Object.keys(commands).sort(),
    facts.contributes.commands.map((command) => command.command).sort());

  await commands["kpi.check"]();
  const [message] = shown.get(document.uri.toString());
  assert.strictEqual(message.code, "E0102");
  assert.strictEqual(message.severity, 0);
  // the end of the line, in UTF-16 units
  const end = BROKEN.length - 1;
  assert.deepStrictEqual(message.range.places, [0, end, 0, end]);
  const open = BROKEN.indexOf("(");
  assert.deepStrictEqual(message.relatedInformation[0].location.range.places, [0, open, 0, open + 1]);
  const [action] = provider.provideCodeActions(document, message.range, { diagnostics: [message] });
  assert.strictEqual(action.edit.newText, ")");
  assert.deepStrictEqual(action.edit.range.places, [0, end, 0, end]);

  text = "tiers 得分(x: ratio) -> points whole { x < 50% : 0 ; x >= 50% : 100 }\n";
  fs.writeFileSync(file, text);
  await commands["kpi.check"]();
  assert.deepStrictEqual(shown.get(document.uri.toString()), []);
  assert.strictEqual(said.pop(), "The rules have no errors.");
  selection = "得分(60%)";
  await commands["kpi.evaluate"]();
  assert.match(output, /^100/m);
  selection = "";
  answers.push("得分(40%)");
  await commands["kpi.evaluate"]();
  assert.match(output, /^0/m);
  answers.push(undefined);
  await commands["kpi.run"](); // no period is given: nothing runs
  assert.match(output, /^0/m);

  const plan = path.join(__dirname, "..", "..", "examples", "mature-team", "plan.kpi");
  Object.assign(document, { fileName: plan });
  answers.push("2025-Q1");
  await commands["kpi.run"]();
  assert.match(output, /张伟.*65\.36/);
  answers.push("2025-Q1", "R04", "collection_rate");
  await commands["kpi.explain"]();
  assert.match(output, /96\.77/);
  Object.assign(document, { fileName: path.join(path.dirname(plan), "tests.kpi") });
  await commands["kpi.test"]();
  assert.match(output, /13 个通过/);

  settings.program = path.join(folder, "no-such-program");
  await commands["kpi.check"]();
  assert.match(said.pop(), /^Cannot run .*no-such-program/);
  console.log("the extension's commands, messages and fixes: ok");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

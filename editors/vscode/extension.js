// Commands and messages for kpi rule files in VS Code. Everything is computed by the program kpi; no
// packages are needed.
"use strict";

const childProcess = require("child_process");
const path = require("path");
const vscode = require("vscode");
const server = require("./server");

const MOST_OUTPUT = 64 * 1024 * 1024; // bytes
const SECONDS = 600;

let output;
let messages;

/** The column of UTF-16 units that VS Code counts, from kpi's, which counts code points from 1. */
function utf16Column(text, column) {
  let units = 0;
  let left = column - 1;
  for (const letter of text) {
    if (left-- <= 0) break;
    units += letter.length;
  }
  return units;
}

/** What kpi says in `--format json`, a message a line; other lines are no messages. */
function parseMessages(text) {
  const found = [];
  for (const line of text.split("\n")) {
    if (!line.startsWith("{")) continue;
    try {
      found.push(JSON.parse(line));
    } catch (error) {
      // a line cut off where the program was stopped
    }
  }
  return found;
}

function rangeOf(place, lineText) {
  const text = lineText(place.line - 1);
  const endText = place.end_line === place.line ? text : lineText(place.end_line - 1);
  return new vscode.Range(
    place.line - 1, utf16Column(text, place.column),
    place.end_line - 1, utf16Column(endText, place.end_column));
}

/** The message as VS Code shows it. */
function diagnosticOf(message, files) {
  const related = ({ place, message: text }) => new vscode.DiagnosticRelatedInformation(
    new vscode.Location(files.uri(place.file), rangeOf(place, files.lineText(place.file))), text);
  const more = [message.label, ...message.notes, ...message.hints].filter(Boolean);
  const severity = message.severity === "error"
    ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(
    rangeOf(message.place, files.lineText(message.place.file)),
    [message.message, ...more].join("\n"), severity);
  diagnostic.code = message.code;
  diagnostic.source = "kpi";
  diagnostic.relatedInformation = message.labels.filter((label) => label.place).map(related);
  diagnostic.fixes = message.fixes.map((fix) => ({
    uri: files.uri(fix.place.file),
    range: rangeOf(fix.place, files.lineText(fix.place.file)),
    replacement: fix.replacement,
    safe: fix.safe,
  }));
  return diagnostic;
}

/** Runs kpi beside the file; gives { code, stdout, stderr }. */
function kpi(document, words) {
  const settings = vscode.workspace.getConfiguration("kpi", document.uri);
  const program = settings.get("program");
  const language = vscode.env.language.startsWith("zh") ? "zh" : "en";
  const options = {
    cwd: path.dirname(document.fileName), maxBuffer: MOST_OUTPUT, timeout: SECONDS * 1000,
  };
  return new Promise((resolve) => {
    childProcess.execFile(program, [...words, "--lang", language], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") {
        vscode.window.showErrorMessage(vscode.l10n.t(
          "Cannot run {0}: {1}. The setting kpi.program says where the program is.",
          program, error.message));
        resolve(undefined);
        return;
      }
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

/** The files that messages name, as they are in the editor or on disk. */
async function openFiles(document, found) {
  const texts = new Map();
  const uri = (file) => vscode.Uri.file(path.resolve(path.dirname(document.fileName), file));
  const places = found.flatMap((message) =>
    [message.place, ...message.labels.map((label) => label.place), ...message.fixes.map((fix) => fix.place)]);
  for (const file of new Set(places.filter(Boolean).map((place) => place.file))) {
    texts.set(file, await vscode.workspace.openTextDocument(uri(file)));
  }
  const lineText = (file) => (line) =>
    line >= 0 && line < texts.get(file).lineCount ? texts.get(file).lineAt(line).text : "";
  return { uri, lineText };
}

/** Shows the messages about the file's rules; true if there is no error. */
async function check(document) {
  const done = await kpi(document, ["check", document.fileName, "--format", "json"]);
  if (!done) return false;
  const found = parseMessages(done.stdout + "\n" + done.stderr).filter((message) => message.place);
  const files = await openFiles(document, found);
  const byFile = new Map([[document.uri.toString(), { uri: document.uri, about: [] }]]);
  for (const message of found) {
    const uri = files.uri(message.place.file);
    if (!byFile.has(uri.toString())) byFile.set(uri.toString(), { uri, about: [] });
    byFile.get(uri.toString()).about.push(diagnosticOf(message, files));
  }
  for (const { uri, about } of byFile.values()) messages.set(uri, about);
  return done.code === 0;
}

/** The edits that kpi offers for the messages at the cursor. */
const fixes = {
  provideCodeActions(document, range, context) {
    return context.diagnostics.flatMap((diagnostic) => (diagnostic.fixes || []).map((fix) => {
      const title = fix.replacement.trim()
        ? vscode.l10n.t("Write `{0}`", fix.replacement) : vscode.l10n.t("Remove this");
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.isPreferred = fix.safe;
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(fix.uri, fix.range, fix.replacement);
      return action;
    }));
  },
};

function show(title, done) {
  output.clear();
  output.appendLine("$ " + title);
  output.append(done.stdout + done.stderr);
  output.show(true);
}

async function shown(document, words) {
  const done = await kpi(document, words);
  if (done) show("kpi " + words.join(" "), done);
}

async function ask(prompt, value) {
  return vscode.window.showInputBox({ prompt: vscode.l10n.t(prompt), value, ignoreFocusOut: true });
}

async function periodFor(document) {
  const period = vscode.workspace.getConfiguration("kpi", document.uri).get("period");
  return period || ask("Period, as in 2025-Q1 or 2025-03");
}

function dataFor(document) {
  return vscode.workspace.getConfiguration("kpi", document.uri).get("data");
}

/** The rule file in front, saved, since the program reads it from disk. */
async function savedDocument() {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document.languageId !== "kpi") return undefined;
  if (editor.document.isDirty) await editor.document.save();
  return editor.document;
}

const COMMANDS = {
  async check(document) {
    if (await check(document)) {
      vscode.window.setStatusBarMessage(vscode.l10n.t("The rules have no errors."), 5000);
    } else {
      vscode.commands.executeCommand("workbench.actions.view.problems");
    }
  },
  async run(document) {
    const period = await periodFor(document);
    if (!period) return;
    await shown(document,
      ["run", document.fileName, "--data", dataFor(document), "--period", period]);
  },
  async evaluate(document) {
    const editor = vscode.window.activeTextEditor;
    const selected = document.getText(editor.selection).trim();
    const expression = selected || await ask("Expression");
    if (!expression) return;
    await shown(document, ["eval", document.fileName, expression]);
  },
  async explain(document) {
    const period = await periodFor(document);
    if (!period) return;
    const person = await ask("Whose result: a key, as in R01");
    if (!person) return;
    const editor = vscode.window.activeTextEditor;
    const what = await ask("Which metric or line; all if empty", document.getText(editor.selection).trim());
    if (what === undefined) return;
    await shown(document, ["explain", document.fileName, "--data", dataFor(document),
      "--period", period, "--of", person, ...(what ? [what] : [])]);
  },
  async test(document) {
    await shown(document, ["test", document.fileName]);
  },
};

function activate(context) {
  output = vscode.window.createOutputChannel("kpi");
  messages = vscode.languages.createDiagnosticCollection("kpi");
  context.subscriptions.push(output, messages);
  for (const [name, command] of Object.entries(COMMANDS)) {
    context.subscriptions.push(vscode.commands.registerCommand("kpi." + name, async () => {
      const document = await savedDocument();
      if (document) await command(document);
    }));
  }
  let isServed = false;
  const settings = vscode.workspace.getConfiguration("kpi");
  if (settings.get("server") && vscode.workspace.isTrusted) {
    isServed = true;
    server.start(settings.get("program"), messages, output).then((parts) => context.subscriptions.push(...parts));
  }
  const checkQuietly = (document) => {
    if (isServed) return;
    const settings = vscode.workspace.getConfiguration("kpi", document.uri);
    if (document.languageId === "kpi" && document.uri.scheme === "file" && settings.get("checkOnSave")
        && vscode.workspace.isTrusted) {
      check(document);
    }
  };
  context.subscriptions.push(
    isServed ? { dispose() {} } : vscode.languages.registerCodeActionsProvider("kpi", fixes,
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    vscode.workspace.onDidSaveTextDocument(checkQuietly),
    vscode.workspace.onDidOpenTextDocument(checkQuietly),
    vscode.workspace.onDidCloseTextDocument((document) => isServed || messages.delete(document.uri)));
  vscode.workspace.textDocuments.forEach(checkQuietly);
}

function deactivate() {}

module.exports = { activate, deactivate, utf16Column, parseMessages };

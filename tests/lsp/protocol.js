// Drives `kpi lsp` with the protocol library that VS Code's clients are made of: node protocol.js KPI
// Its types say what a request may be given; what comes back is compared here. Exits 77 without the library.
"use strict";

const assert = require("assert");
const fs = require("fs");
const os = require("os");
const path = require("path");
const { pathToFileURL } = require("url");
const { spawn } = require("child_process");

let protocol;
try {
  protocol = require("vscode-languageserver-protocol/node");
} catch (missing) {
  if (missing.code !== "MODULE_NOT_FOUND") throw missing;
  console.log("SKIPPED: vscode-languageserver-protocol is not in NODE_PATH; ./dev test --editors installs it");
  process.exit(77);
}

const RULES = `currency CNY
table reps { id : key; name : text }
table orders dated day credited rep { id : key; day : date; rep : -> reps; amount : money }
role seller = reps
metric 销售额 "𠮷 revenue" = sum(orders.amount)
metric twice = 销售额 * 2
scorecard card for seller every quarter {
  销售额  weight 60%  target 1000 CNY  scored 100 points * attainment
  twice   weight 40%  target 3000 CNY  scored 100 points * attainment
  if none zero
}
test "both" {
  given reps { id ; "R1" }
  given orders { id, day, rep, amount ; "1", 2025-01-05, "R1", 500 }
  expect twice(of "R1" during 2025-Q1) == 1000 CNY
}
`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kpi-protocol-"));
const file = path.join(folder, "plan.kpi");
fs.writeFileSync(file, RULES);
const uri = pathToFileURL(file).toString();
const server = spawn(process.argv[2], ["lsp"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
const connection = protocol.createProtocolConnection(
  new protocol.StreamMessageReader(server.stdout), new protocol.StreamMessageWriter(server.stdin));

let text = RULES;
let version = 0;
const waiting = [];
let published = [];
connection.onNotification(protocol.PublishDiagnosticsNotification.type, (params) => {
  published = params.diagnostics;
  for (const done of waiting.splice(0)) done(params.diagnostics);
});
connection.onRequest(protocol.WorkDoneProgressCreateRequest.type, () => null);
connection.onRequest(protocol.RegistrationRequest.type, () => null);

const diagnostics = () => new Promise((done) => waiting.push(done));
const document = { uri };

/** The place of a text, in UTF-16 units as the protocol counts. */
function place(wanted, inside = 0) {
  const at = text.indexOf(wanted);
  assert.notStrictEqual(at, -1, wanted);
  const before = text.slice(0, at + inside).split("\n");
  return { line: before.length - 1, character: before[before.length - 1].length };
}

async function change(from, to) {
  const start = place(from);
  const range = { start, end: { line: start.line, character: start.character + from.length } };
  text = text.replace(from, to);
  const next = diagnostics();
  await connection.sendNotification(protocol.DidChangeTextDocumentNotification.type,
    { textDocument: { uri, version: ++version }, contentChanges: [{ range, text: to }] });
  return next;
}

/** The text with the edits of one document made. */
function edited(edits) {
  const lines = text.split("\n");
  const offset = ({ line, character }) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((now, edit) => now.slice(0, offset(edit.range.start)) + edit.newText + now.slice(offset(edit.range.end)), text);
}

async function opened() {
  const { capabilities } = await connection.sendRequest(protocol.InitializeRequest.type, {
    processId: process.pid, rootUri: pathToFileURL(folder).toString(), workspaceFolders: null, locale: "en",
    capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } },
  });
  for (const each of ["hoverProvider", "completionProvider", "signatureHelpProvider", "definitionProvider",
    "referencesProvider", "renameProvider", "documentSymbolProvider", "workspaceSymbolProvider",
    "documentHighlightProvider", "foldingRangeProvider", "selectionRangeProvider", "documentFormattingProvider",
    "semanticTokensProvider", "inlayHintProvider", "codeActionProvider", "codeLensProvider"]) {
    assert.ok(capabilities[each], each);
  }
  await connection.sendNotification(protocol.InitializedNotification.type, {});
  const first = diagnostics();
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type,
    { textDocument: { uri, languageId: "kpi", version: ++version, text } });
  assert.deepStrictEqual(await first, []);
  return capabilities;
}

async function asked(capabilities) {
  const ask = (type, params) => connection.sendRequest(type, { textDocument: document, ...params });
  const metric = place("销售额 * 2", 1);
  const hover = await ask(protocol.HoverRequest.type, { position: metric });
  assert.match(hover.contents.value, /𠮷 revenue/);
  const definition = [].concat(await ask(protocol.DefinitionRequest.type, { position: metric }));
  assert.deepStrictEqual(definition[0].range.start, place("销售额"));
  const references = await ask(protocol.ReferencesRequest.type,
    { position: metric, context: { includeDeclaration: true } });
  assert.strictEqual(references.length, 3);
  const highlights = await ask(protocol.DocumentHighlightRequest.type, { position: metric });
  assert.strictEqual(highlights.length, 3);
  const completion = await ask(protocol.CompletionRequest.type, { position: metric });
  const items = Array.isArray(completion) ? completion : completion.items;
  assert.ok(items.some((item) => item.label === "twice"), items.map((item) => item.label).join(" "));
  const symbols = await ask(protocol.DocumentSymbolRequest.type, {});
  assert.ok(symbols.some((symbol) => symbol.name === "销售额"));
  const found = await connection.sendRequest(protocol.WorkspaceSymbolRequest.type, { query: "twi" });
  assert.deepStrictEqual(found.map((symbol) => symbol.name), ["twice"]);
  assert.ok((await ask(protocol.FoldingRangeRequest.type, {})).length >= 2);
  const [selection] = await ask(protocol.SelectionRangeRequest.type, { positions: [metric] });
  assert.ok(selection.parent);
  const tokens = await ask(protocol.SemanticTokensRequest.type, {});
  assert.ok(tokens.data.length > 0 && tokens.data.length % 5 === 0);
  assert.ok(capabilities.semanticTokensProvider.legend.tokenTypes.length > 0);
  const whole = { start: { line: 0, character: 0 }, end: { line: text.split("\n").length, character: 0 } };
  assert.ok(Array.isArray(await ask(protocol.InlayHintRequest.type, { range: whole })));
  const lenses = await ask(protocol.CodeLensRequest.type, {});
  assert.ok(lenses.some((lens) => lens.range.start.line === place('test "both"').line));
}

async function renamed() {
  const edit = await connection.sendRequest(protocol.RenameRequest.type,
    { textDocument: document, position: place("销售额 * 2"), newName: "业绩" });
  const edits = edit.changes ? edit.changes[uri] : edit.documentChanges[0].edits;
  assert.strictEqual(edited(edits), text.replaceAll("销售额", "业绩"));
}

async function mended() {
  const [wrong] = await change("销售额 * 2", "销售颜 * 2");
  assert.strictEqual(wrong.code, "E0201");
  assert.deepStrictEqual(wrong.range.start, place("销售颜 * 2"));
  const actions = await connection.sendRequest(protocol.CodeActionRequest.type,
    { textDocument: document, range: wrong.range, context: { diagnostics: [wrong] } });
  const fix = actions.find((action) => action.edit);
  const edits = fix.edit.changes ? fix.edit.changes[uri] : fix.edit.documentChanges[0].edits;
  assert.strictEqual(edited(edits), RULES);
  assert.deepStrictEqual(await change("销售颜 * 2", "销售额 * 2"), []);
}

async function formatted() {
  await change("metric twice = 销售额 * 2", "metric   twice  =  销售额*2");
  const edits = await connection.sendRequest(protocol.DocumentFormattingRequest.type,
    { textDocument: document, options: { tabSize: 2, insertSpaces: true } });
  const once = edited(edits);
  assert.match(once, /^metric twice = 销售额 \* 2$/m);
}

/** A request that is taken back is answered, with its result or as cancelled, and harms nothing. */
async function cancelled() {
  const source = new protocol.CancellationTokenSource();
  const answer = connection.sendRequest(protocol.HoverRequest.type,
    { textDocument: document, position: place("twice") }, source.token);
  source.cancel();
  await answer.catch((error) => assert.strictEqual(error.code, protocol.LSPErrorCodes.RequestCancelled));
  assert.ok(await connection.sendRequest(protocol.HoverRequest.type,
    { textDocument: document, position: place("twice") }));
}

async function closed() {
  await connection.sendNotification(protocol.DidCloseTextDocumentNotification.type, { textDocument: document });
  await connection.sendRequest(protocol.ShutdownRequest.type);
  const exit = new Promise((done) => server.on("exit", done));
  await connection.sendNotification(protocol.ExitNotification.type);
  assert.strictEqual(await exit, 0);
}

async function main() {
  connection.listen();
  const capabilities = await opened();
  await asked(capabilities);
  await renamed();
  await mended();
  await formatted();
  await cancelled();
  await closed();
  console.log("the protocol library and kpi lsp understand each other");
}

const late = setTimeout(() => { throw new Error("no answer"); }, 60000);
main().then(() => clearTimeout(late), (error) => {
  console.error(error);
  process.exitCode = 1;
  server.kill();
  clearTimeout(late);
}).finally(() => fs.rmSync(folder, { recursive: true, force: true }));

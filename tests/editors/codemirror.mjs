// The kind of every character of a file in CodeMirror's language: node codemirror.mjs BUILD FILE
// BUILD is a folder for the parser; NODE_PATH is where npm put its packages. A line for each line of the
// file. Random edits must give what a fresh parse gives, and the editor's language must load.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [build, file] = process.argv.slice(2);
const source = path.join(path.dirname(new URL(import.meta.url).pathname), "..", "..", "editors", "codemirror");
for (const name of ["index.js", "words.js", "package.json"]) {
  fs.copyFileSync(path.join(source, name), path.join(build, name));
}
if (!fs.existsSync(path.join(build, "node_modules"))) {
  fs.symlinkSync(process.env.NODE_PATH, path.join(build, "node_modules"));
}
execFileSync(path.join(process.env.NODE_PATH, ".bin", "lezer-generator"),
  [path.join(source, "kpi.grammar"), "-o", path.join(build, "kpi.js")], { stdio: ["ignore", "ignore", "inherit"] });
const load = (name) => import(pathToFileURL(path.join(build, name)));
fs.writeFileSync(path.join(build, "common.js"),
  'export { TreeFragment } from "@lezer/common";\nexport { EditorState } from "@codemirror/state";\n' +
  'export { foldable, ensureSyntaxTree } from "@codemirror/language";\n');
const { TreeFragment, EditorState, foldable, ensureSyntaxTree } = await load("common.js");
const { kpi, kpiLanguage } = await load("index.js");
const text = fs.readFileSync(file, "utf8");
const parser = kpiLanguage.parser;

/** What a tree says: where brackets are missing only its words, since recovery may set brackets differently. */
function shown(tree) {
  let whole = "";
  let words = "";
  tree.iterate({
    enter: (node) => {
      whole += node.name + node.from + "(";
      if (!node.type.isError && !node.node.firstChild) words += `${node.name} ${node.from} ${node.to}\n`;
    },
    leave: (node) => { whole += node.to + ")"; },
  });
  return whole.includes("⚠") ? words : whole;
}

/** The same numbers in every run. */
let seed = 1;
const random = (below) => {
  seed = (seed * 48271) % 2147483647;
  return seed % below;
};
const INSERTED = ["metric ", "指标 ", ".", "(", ")", "{", "}", "\n", '"', "#", "5 ", "%", "days", "：", "year to ", "`"];

let edited = text;
let tree = parser.parse(edited);
let fragments = TreeFragment.addTree(tree);
for (let i = 0; i < 400; ++i) {
  const from = random(edited.length + 1);
  const to = Math.min(edited.length, from + (random(3) === 0 ? random(12) : 0));
  const inserted = INSERTED[random(INSERTED.length)];
  edited = edited.slice(0, from) + inserted + edited.slice(to);
  fragments = TreeFragment.applyChanges(fragments,
    [{ fromA: from, toA: to, fromB: from, toB: from + inserted.length }]);
  tree = parser.parse(edited, fragments);
  fragments = TreeFragment.addTree(tree, fragments);
  assert.strictEqual(shown(tree), shown(parser.parse(edited)), `edit ${i} at ${from}: ${JSON.stringify(inserted)}`);
  if (i % 100 === 99) {
    edited = text;
    fragments = TreeFragment.addTree(parser.parse(edited));
  }
}

let state = EditorState.create({ doc: text, extensions: [kpi()] });
ensureSyntaxTree(state, text.length, 60000);
state = state.update({}).state; // which takes over what was parsed
const card = text.indexOf("scorecard quarterly");
if (card >= 0) {
  const block = state.doc.lineAt(card);
  const fold = foldable(state, block.from, block.to);
  assert.strictEqual(fold && state.doc.lineAt(fold.to).text, "}");
}

const kinds = new Array(text.length).fill("");
parser.parse(text).iterate({
  enter: (node) => {
    if (node.node.firstChild) return;
    kinds.fill(node.matchContext(["DeclaredName"]) ? "DeclaredName" : node.name, node.from, node.to);
  },
});
let at = 0;
for (const line of text.split("\n")) {
  console.log([...line].map((letter) => {
    const kind = kinds[at];
    at += letter.length;
    return kind;
  }).join(","));
  ++at;
}

// The scope of every character of a file, in the engine of VS Code: node textmate.js FILE...
// A line for each line of the file: the innermost scopes, separated by commas.
"use strict";

const fs = require("fs");
const path = require("path");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const GRAMMAR = path.join(__dirname, "..", "..", "editors", "vscode", "syntaxes", "kpi.tmLanguage.json");

async function main() {
  const wasm = fs.readFileSync(path.join(path.dirname(require.resolve("vscode-oniguruma")), "onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(GRAMMAR, "utf8"), GRAMMAR),
  });
  const grammar = await registry.loadGrammar("source.kpi");
  for (const file of process.argv.slice(2)) {
    let state = textmate.INITIAL;
    for (const line of fs.readFileSync(file, "utf8").replace(/\n$/, "").split("\n")) {
      const result = grammar.tokenizeLine(line, state);
      state = result.ruleStack;
      const scopes = [];
      for (const token of result.tokens) {
        const innermost = token.scopes[token.scopes.length - 1];
        for (const _ of line.slice(token.startIndex, token.endIndex)) scopes.push(innermost);
      }
      console.log(scopes.join(","));
    }
    if (state.depth !== 1) throw new Error(file + ": something is still open at the end");
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

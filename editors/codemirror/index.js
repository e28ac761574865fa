// CodeMirror 6: `kpi()` is the language for an editor's extensions.
import { completeFromList } from "@codemirror/autocomplete";
import {
  LRLanguage, LanguageSupport, delimitedIndent, foldInside, foldNodeProp, indentNodeProp,
} from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { parser } from "./kpi.js";
import { allWords } from "./words.js";

export const highlighting = styleTags({
  Declaration: tags.definitionKeyword,
  "DeclaredName/...": tags.definition(tags.variableName),
  Reserved: tags.operatorKeyword,
  Keyword: tags.keyword,
  Type: tags.typeName,
  Period: tags.standard(tags.typeName),
  Unit: tags.unit,
  Function: tags.standard(tags.function(tags.variableName)),
  Call: tags.function(tags.variableName),
  Variable: tags.standard(tags.variableName),
  Builtin: tags.constant(tags.variableName),
  Constant: tags.bool,
  Column: tags.definition(tags.propertyName),
  Member: tags.propertyName,
  Name: tags.variableName,
  QuotedName: tags.variableName,
  Number: tags.number,
  Date: tags.literal,
  Text: tags.string,
  Comment: tags.lineComment,
  Documentation: tags.docComment,
  Operator: tags.operator,
  Punctuation: tags.punctuation,
  "OpenBrace CloseBrace": tags.brace,
  "OpenParen CloseParen": tags.paren,
});

export const kpiLanguage = LRLanguage.define({
  name: "kpi",
  parser: parser.configure({
    props: [
      highlighting,
      foldNodeProp.add({ Block: foldInside, Brackets: foldInside }),
      indentNodeProp.add({
        Block: (context) => /^\s*[}｝]/.test(context.textAfter)
          ? context.lineIndent(context.node.from) : context.lineIndent(context.node.from) + context.unit,
        Brackets: delimitedIndent({ closing: ")", align: false }),
      }),
    ],
  }),
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "{", '"', "“", "（", "｛", "`"] },
    indentOnInput: /^\s*[})｝）]$/,
    wordChars: "_",
  },
});

export function kpi() {
  const options = allWords.map((label) => ({ label, type: "keyword" }));
  return new LanguageSupport(kpiLanguage, kpiLanguage.data.of({ autocomplete: completeFromList(options) }));
}

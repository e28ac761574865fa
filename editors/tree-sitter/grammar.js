// tree-sitter grammar of kpi rule files: declarations, blocks, brackets and kinds of words, enough to
// colour, fold, indent and find definitions. Words are told apart in src/scanner.c. The lines below
// `words:` are written by kpi-editors. After a change run `tree-sitter generate --abi 14`.

/** The word after a declaration is a name, whatever it means elsewhere. */
const names = ($) => [$.call, $.keyword, $.type, $.period, $.variable, $.builtin].map((word) => alias(word, $.name));

module.exports = grammar({
  name: "kpi",

  externals: ($) => [
    $.declaration_keyword, $.reserved, $.keyword, $.type, $.period, $._unit_word, $.function, $.call,
    $.variable, $.builtin, $.constant, $.column, $.member, $.name, $._error_sentinel,
  ],

  extras: ($) => [/[\s\u3000\u00a0\ufeff]/, $.comment, $.documentation],

  rules: {
    source_file: ($) => seq(repeat($._part), repeat($.declaration)),

    declaration: ($) => prec.right(1, seq(
      field("kind", $.declaration_keyword),
      optional(field("name", choice($.name, $.quoted_name, ...names($)))),
      repeat($._part))),

    _part: ($) => choice(
      $.block, $.brackets, $.reserved, $.keyword, $.type, $.period, $.function, $.call, $.variable,
      $.builtin, $.constant, $.column, $._member, $.name, $.quoted_name, $.number, $.date, $.text,
      $.operator, $.punctuation),

    block: ($) => seq(alias($._open_brace, "{"), repeat($._part), alias($._close_brace, "}")),
    brackets: ($) => seq(alias($._open_paren, "("), repeat($._part), alias($._close_paren, ")")),
    _member: ($) => seq(".", $.member),

    number: ($) => prec.right(seq($._digits, optional($.unit))),
    // words: unit: ($) => choice($._unit_word, token(prec(1, /[{percent}]/))),
    unit: ($) => choice($._unit_word, token(prec(1, /[%％]/))),
    // words: _digits: () => /\d+(_\d+)*(\.\d+(_\d+)*)?([ \t]*[{scale}])?/,
    _digits: () => /\d+(_\d+)*(\.\d+(_\d+)*)?([ \t]*[万萬亿億])?/,
    date: () => /\d{4}-(\d\d(-\d\d)?|[QH]\d|W\d\d)|FY\d{4}(-[QH]\d)?/,
    text: () => token(choice(
      /"([^"\\\n]|\\[^\n])*"?/,
      /[“”]([^”\\\n]|\\[^\n])*”?/)),
    quoted_name: () => /`[^`\n]+`/,

    // words: _open_brace: () => /[{open_brace}]/,
    _open_brace: () => /[{｛]/,
    // words: _close_brace: () => /[{close_brace}]/,
    _close_brace: () => /[}｝]/,
    // words: _open_paren: () => /[{open_paren}]/,
    _open_paren: () => /[(（]/,
    // words: _close_paren: () => /[{close_paren}]/,
    _close_paren: () => /[)）]/,
    // words: operator: () => /[{operator}]/,
    operator: () => /[!%*+/<=>×÷→≠≤≥！％＊＋－／＜＝＞-]/,
    // words: punctuation: () => /[{comma}{colon}{semicolon}]/,
    punctuation: () => /[,、，:：;；]/,
    // words: documentation: () => token(prec(1, /[{comment}]{2}[^\n]*/)),
    documentation: () => token(prec(1, /[#＃]{2}[^\n]*/)),
    // words: comment: () => /[{comment}][^\n]*/,
    comment: () => /[#＃][^\n]*/,
  },
});

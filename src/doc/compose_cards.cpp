#include "diag/period_words.hpp"
#include "doc/compose.hpp"

/// Scorecards, payouts, rules and tests.
namespace kpi::doc {
namespace {

/// For whom, how often, when: what the heads of cards and payouts say.
template <class Declared>
void add_scope(const Source& source, Entry& entry, const Declared& declared) {
  add_fact(source, entry, Text::doc_for, listed(declared.roles));
  if (declared.every) {
    add_fact(source, entry, Text::doc_every,
             source.words(Text::doc_each_period, {{"unit", word_of(*declared.every)}}));
  }
  if (declared.head.effective) {
    add_fact(source, entry, Text::doc_effective, code(source, declared.head.effective->span));
  }
}

std::string policies(const Source& source, const std::vector<ast::Policy>& policies) {
  std::string out;
  for (const ast::Policy& policy : policies)
    out += (out.empty() ? "" : ", ") + code(source, policy.span);
  return out;
}

std::string limits(const Source& source, const ast::Ast& file, const ast::Line& line) {
  std::string out;
  if (line.cap) out += source.words(Text::doc_at_most) + " " + code(source, file, line.cap);
  if (line.floor) {
    out += (out.empty() ? "" : ", ") + source.words(Text::doc_at_least) + " " +
           code(source, file, line.floor);
  }
  return out;
}

/// What people call the line: its own label, or that of its metric.
std::string label_of(const Source& source, const ast::Line& line) {
  if (line.label.present()) return line.label.text;
  for (const Scorecard& card : source.program.scorecards) {
    for (const Line& checked : card.lines) {
      if (checked.span == line.span) return label_in_language(checked.label, source);
    }
  }
  return {};
}

Table lines_of(const Source& source, const ast::Ast& file, const ast::Scorecard& card) {
  const auto& words = source.words;
  Table table;
  for (const Text head : {Text::doc_line, Text::doc_weight, Text::doc_target, Text::doc_points,
                          Text::doc_limits, Text::doc_if_none}) {
    table.heads.push_back(words(head));
  }
  for (const ast::Line& line : card.lines) {
    const std::string label = label_of(source, line);
    const std::string name = label.empty() ? label : label + " ";
    const std::string own = line.name.text.empty() ? std::string() : code(line.name.text) + ": ";
    table.rows.push_back({name + own + code(source, file, line.measure),
                          code(source, file, line.weight), code(source, file, line.target),
                          code(source, file, line.scored), limits(source, file, line),
                          policies(source, line.policies)});
  }
  return table;
}

void add_adjustments(const Source& source, Entry& entry, const std::vector<ast::Adjust>& items) {
  for (const ast::Adjust& item : items)
    entry.notes.push_back(code(source, item.span));
}

}  // namespace

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Scorecard& card) {
  Entry entry = begun(source, Text::word_scorecard, card.head);
  add_scope(source, entry, card);
  if (card.grade) add_fact(source, entry, Text::doc_grades, code(card.grade->parts.back().text));
  entry.tables.push_back(lines_of(source, file, card));
  add_adjustments(source, entry, card.adjustments);
  for (const ast::Policy& policy : card.policies)
    entry.notes.push_back(code(source, policy.span));
  return entry;
}

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Payout& payout) {
  Entry entry = begun(source, Text::word_payout, payout.head);
  add_scope(source, entry, payout);
  if (payout.amount) entry.formula = code(source, file, payout.amount);
  for (const ast::Carry& carry : payout.carries)
    entry.notes.push_back(code(source, carry.span));
  add_adjustments(source, entry, payout.adjustments);
  if (payout.pool) {
    entry.notes.push_back(source.words(Text::doc_pool) + " " + code(source, file, payout.pool));
  }
  for (const ast::Policy& policy : payout.policies)
    entry.notes.push_back(code(source, policy.span));
  return entry;
}

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Rule& rule) {
  Entry entry = begun(source, Text::word_rule, rule.head);
  add_scope(source, entry, rule);
  entry.formula = code(source, file, rule.when);
  if (rule.message.present()) entry.notes.push_back(rule.message.text);
  return entry;
}

Entry entry_of(const Source& source, const ast::Ast&, const ast::Test& test) {
  Entry entry;
  entry.kind = source.words(Text::doc_test);
  entry.label = test.title.text;
  entry.anchor = "test-" + std::to_string(test.span.begin);
  for (const ast::Expect& expect : test.expects)
    entry.notes.push_back(code(source, expect.span));
  entry.declaration = std::string(source.sources.text(test.span));
  return entry;
}

}  // namespace kpi::doc

#include <fmt/format.h>

#include "ast/from_tree.hpp"
#include "ast/print_parts.hpp"

namespace kpi::ast {
namespace {

std::string print_mode(RoundMode mode) {
  constexpr const char* kNames[] = {"half_up", "half_even", "up", "down", "floor", "ceil"};
  return kNames[static_cast<std::size_t>(mode)];
}

std::string print_names(const std::vector<Name>& names) {
  std::string out;
  for (const Name& name : names)
    out += (out.empty() ? "" : ", ") + print(name);
  return out;
}

/// Writes one declaration: a head line, then its parts indented by two spaces.
class DeclarationPrinter {
 public:
  explicit DeclarationPrinter(const Ast& ast) : ast_(ast) {}

  std::string take() { return std::move(out_); }

  void operator()(const Currency& d) { line("currency " + print(d.code)); }
  void operator()(const Precision& d) {
    line("precision");
    for (const PrecisionItem& item : d.items) {
      part(item.unit.text + " " + print(ast_, item.step) +
           (item.mode ? " " + print_mode(*item.mode) : ""));
    }
  }
  void operator()(const CalendarBlock& d) {
    line("calendar");
    if (d.fiscal_start) part("fiscal year starts " + print(ast_, *d.fiscal_start));
    if (d.week_start.present()) part("week starts " + print(d.week_start));
    if (d.timezone.present()) part("timezone " + print_quoted(d.timezone.text));
    if (d.holidays) part("holidays " + print(*d.holidays));
  }
  void operator()(const Use& d) {
    line("use " + (d.file.present() ? print_quoted(d.file.text) : print(d.library)));
  }
  void operator()(const Table& d);
  void operator()(const Role& d) {
    head("role", d.head, " = " + print(d.table));
    if (d.condition) part("where " + print(ast_, *d.condition));
  }
  void operator()(const Metric& d) {
    head("metric", d.head, "");
    part("= " + print(ast_, d.formula));
    better(d.better);
    round(d.round);
    if (d.unit.present()) part("unit " + print_quoted(d.unit.text));
    if (d.objective.present()) part("objective " + print_quoted(d.objective.text));
    if (d.signed_ratio) part("signed");
  }
  void operator()(const Param& d) {
    head("param", d.head, " : " + type(d.type));
    part("= " + print(ast_, d.value));
    if (d.least) part(fmt::format("within {} to {}", print(ast_, d.least), print(ast_, d.most)));
  }
  void operator()(const Target& d) {
    head("target", d.head, cycle(d.roles, d.every));
    constexpr const char* kNames[] = {"target", "baseline", "stretch"};
    for (const TargetLevel& level : d.levels) {
      part(fmt::format("{} {}", kNames[static_cast<std::size_t>(level.level)],
                       print(ast_, level.value)));
    }
    better(d.better);
    round(d.round);
    if (d.adds_up) part("adds up");
  }
  void operator()(const Tiers& d);
  void operator()(const Scorecard& d);
  void operator()(const Payout& d);
  void operator()(const Rule& d) {
    head("rule", d.head, cycle(d.roles, d.every));
    part("when " + print(ast_, d.when));
    if (d.message.present()) part(": " + print_quoted(d.message.text));
  }
  void operator()(const Test& d);

 private:
  void line(const std::string& text) { out_ += text + "\n"; }
  void part(const std::string& text) { out_ += "  " + text + "\n"; }
  void head(const char* word, const Head& head, const std::string& rest) {
    std::string text = std::string(word) + " " + print(head.name);
    if (head.label.present()) text += " " + print_quoted(head.label.text);
    line(text + rest);
    if (!head.doc.empty()) part("## " + print_quoted(head.doc));
    if (head.effective) part("effective " + print(ast_, *head.effective));
  }
  std::string cycle(const std::vector<Name>& roles, const std::optional<PeriodUnit>& every) const {
    return (roles.empty() ? "" : " for " + print_names(roles)) +
           (every ? " every " + print(*every) : "");
  }
  std::string list(const std::vector<ExprId>& ids) const {
    std::string out;
    for (const ExprId id : ids)
      out += (out.empty() ? "" : ", ") + print(ast_, id);
    return out;
  }
  std::string rounding(const Round& round) const {
    return "round" + (round.step ? " " + print(ast_, *round.step) : "") +
           (round.mode ? " " + print_mode(*round.mode) : "");
  }
  void round(const std::optional<Round>& round) {
    if (round) part(rounding(*round));
  }
  void better(const std::optional<Better>& better) {
    if (better) part(direction(*better));
  }
  std::string direction(const Better& better) const;
  std::string type(const Type& type) const;
  static std::string cell_form(const CellForm& form);
  static std::string header(const Column& column);
  std::string policy(const Policy& policy) const;
  std::string adjust(const Adjust& adjust) const;
  std::string card_line(const Line& line) const;

  const Ast& ast_;
  std::string out_;
};

std::string DeclarationPrinter::direction(const Better& better) const {
  const auto pair = [&](const char* word, const auto& a, const char* middle, const auto& b) {
    return a ? fmt::format("{}{} {} {}", word, print(ast_, a), middle, print(ast_, b)) : "";
  };
  std::string out = "better ";
  if (better.direction == Direction::Within) {
    out += pair("within ", better.within_low, "to", better.within_high);
  } else {
    out += better.direction == Direction::Higher ? "higher" : "lower";
  }
  if (better.method == LowerMethod::Linear) out += " linear";
  if (better.method == LowerMethod::Inverse) out += " inverse";
  if (better.at_zero) out += " at zero " + print(ast_, *better.at_zero);
  out += pair(", zero at ", better.zero_low, "and", better.zero_high);
  out += pair(", zero target ", better.zero_target, "else", better.zero_target_else);
  return out;
}

std::string DeclarationPrinter::type(const Type& type) const {
  constexpr const char* kNames[] = {"key",   "text",  "one of", "->",       "number",
                                    "count", "bool",  "date",   "datetime", "period",
                                    "money", "ratio", "points", "days",     "hours"};
  std::string out = type.optional ? "optional " : "";
  out += kNames[static_cast<std::size_t>(type.kind)];
  for (std::size_t i = 0; i < type.choices.size(); ++i) {
    out += (i == 0 ? " " : ", ") + print_quoted(type.choices[i].text);
  }
  if (type.kind == TypeKind::Link) out += " " + print(type.link);
  if (type.or_unmatched) out += " or unmatched";
  if (type.kind == TypeKind::Period) out += " " + print(type.period_unit);
  if (type.year) out += " of " + print(ast_, *type.year);
  if (!type.currency.empty()) out += " " + type.currency;
  if (type.currency_column) out += " in " + print(*type.currency_column);
  if (type.in_percent) out += " in percent";
  if (type.step) out += " " + print(ast_, *type.step);
  return out;
}

std::string DeclarationPrinter::cell_form(const CellForm& form) {
  constexpr std::pair<int, const char*> kMultiples[] = {
      {3, " in thousands"}, {4, " in wan"}, {6, " in millions"}, {8, " in yi"}};
  std::string out;
  for (const auto& [zeros, words] : kMultiples) {
    if (zeros == form.zeros) out += words;
  }
  if (form.pattern.present()) out += " as " + print_quoted(form.pattern.text);
  for (std::size_t i = 0; i < form.none_marks.size(); ++i)
    out += (i == 0 ? " none " : ", ") + print_quoted(form.none_marks[i].text);
  return out + (form.trimmed ? " trimmed" : "");
}

std::string DeclarationPrinter::header(const Column& column) {
  if (column.in_no_file) return " from none";
  if (column.headers.of) return " from headers of " + print(*column.headers.of);
  if (column.header.present()) return " from " + print_quoted(column.header.text);
  std::string out;
  for (const TextLiteral& text : column.headers.texts) {
    const char* const between = column.headers.is_range ? " to " : ", ";
    out += (out.empty() ? " from " : between) + print_quoted(text.text);
  }
  return out;
}

void DeclarationPrinter::operator()(const Table& d) {
  head("table", d.head, "");
  if (d.like) part("like " + print(*d.like));
  if (d.derived_from) part("from " + print(*d.derived_from));
  if (d.dated) part("dated " + print(*d.dated));
  if (d.credited) part("credited " + print(*d.credited));
  if (d.credited_by) part("credited by " + print(*d.credited_by));
  if (d.snapshot) part("snapshot " + print(*d.snapshot));
  if (d.valid) {
    part(fmt::format("valid from {} {} {}", print(d.valid->from),
                     d.valid->inclusive ? "to" : "until", print(d.valid->to)));
  }
  if (d.covers) part("covers " + print(ast_, *d.covers));
  for (const auto& names : d.unique)
    part("unique " + print_names(names));
  for (const Column& c : d.columns) {
    part(print(c.name) + (c.label.present() ? " " + print_quoted(c.label.text) : "") +
         (c.type ? " : " + type(*c.type) : "") + cell_form(c.form) + header(c) +
         (c.doc.empty() ? "" : " ## " + print_quoted(c.doc)));
  }
  for (const Let& let : d.lets) {
    part("let " + print(let.name) +
         (let.label.present() ? " " + print_quoted(let.label.text) : "") + " = " +
         print(ast_, let.value));
  }
  for (const Check& check : d.checks) {
    part("check " + print(ast_, check.condition) +
         (check.message.present() ? " : " + print_quoted(check.message.text) : ""));
  }
}

void DeclarationPrinter::operator()(const Tiers& d) {
  std::string parameters;
  for (const TierParameter& p : d.parameters) {
    parameters += (parameters.empty() ? "" : ", ") + print(p.name) + ": " + type(p.type);
  }
  constexpr const char* kKinds[] = {"", " whole", " marginal", " interpolated", " ranked"};
  std::string rest = fmt::format("({}) -> {}{}", parameters, type(d.result),
                                 kKinds[static_cast<std::size_t>(d.kind)]);
  if (d.among) rest += " among " + print(*d.among);
  if (d.ties != Ties::Unsaid) rest += d.ties == Ties::Up ? ", ties up" : ", ties down";
  head("tiers", d.head, rest);
  if (!d.grid_header.empty()) part(": " + list(d.grid_header));
  for (const TierRow& row : d.rows) {
    std::string key = list(row.conditions);
    if (row.kind == TierRowKind::Else) key = "else";
    if (row.kind == TierRowKind::Top) key = "top " + print(ast_, row.share);
    if (row.kind == TierRowKind::Next) key = "next " + print(ast_, row.share);
    part(key + " : " + list(row.cells));
  }
  if (d.allow_drop) part("allow drop");
  round(d.round);
}

std::string DeclarationPrinter::policy(const Policy& policy) const {
  constexpr const char* kNames[] = {"zero", "full", "redistribute", "fail", "hold", ""};
  return "if none" + (policy.reason ? "(" + print(*policy.reason) + ")" : "") + " " +
         kNames[static_cast<std::size_t>(policy.kind)] + print(ast_, policy.value) +
         (policy.at_least ? ", at least " + print(ast_, *policy.at_least) : "");
}

std::string DeclarationPrinter::adjust(const Adjust& adjust) const {
  constexpr const char* kNames[] = {"add ", "deduct ", "cap ", "floor ", ""};
  return kNames[static_cast<std::size_t>(adjust.kind)] + print(ast_, adjust.value) +
         (adjust.round ? rounding(*adjust.round) : "") +
         (adjust.when ? " when " + print(ast_, *adjust.when) : "") +
         (adjust.message.present() ? " : " + print_quoted(adjust.message.text) : "");
}

std::string DeclarationPrinter::card_line(const Line& line) const {
  const auto clause = [&](const char* word, const std::optional<ExprId>& value) {
    return value ? fmt::format(" {} {}", word, print(ast_, *value)) : "";
  };
  std::string out = line.name.present() ? print(line.name) + ": " : "";
  out += print(ast_, line.measure);
  if (line.label.present()) out += " " + print_quoted(line.label.text);
  out += clause("weight", line.weight) + clause("target", line.target) +
         clause("scored", line.scored) + clause("cap", line.cap) + clause("floor", line.floor);
  if (line.better) out += " " + direction(*line.better);
  if (line.round) out += " " + rounding(*line.round);
  for (const Policy& p : line.policies)
    out += " " + policy(p);
  return out;
}

void DeclarationPrinter::operator()(const Scorecard& d) {
  head("scorecard", d.head, cycle(d.roles, d.every));
  if (d.as_of_start) part("as of start");
  if (d.split_by_days) part("split by days");
  for (const Line& l : d.lines)
    part(card_line(l));
  for (const Policy& p : d.policies)
    part(policy(p));
  for (const Adjust& a : d.adjustments)
    part(adjust(a));
  if (d.grade) part("grade " + print(*d.grade));
}

void DeclarationPrinter::operator()(const Payout& d) {
  head("payout", d.head, cycle(d.roles, d.every));
  for (const Carry& c : d.carries) {
    part(fmt::format("carry {} : {} = {}{} then {}", print(c.name), type(c.type),
                     print(ast_, c.initial), c.every ? " every " + print(*c.every) : "",
                     print(ast_, c.next)));
  }
  if (d.amount) part("amount " + print(ast_, *d.amount));
  for (const Adjust& a : d.adjustments)
    part(adjust(a));
  if (d.pool) part("cap pool " + print(ast_, *d.pool));
  for (const Policy& p : d.policies)
    part(policy(p));
}

void DeclarationPrinter::operator()(const Test& d) {
  line("test " + print_quoted(d.title.text));
  for (const Given& given : d.givens) {
    part(fmt::format("given {} ({})", print(given.table), print_names(given.columns)));
    for (const auto& row : given.rows)
      part("  " + list(row));
  }
  for (const GivenParam& given : d.params) {
    part(fmt::format("given {} = {}", print(given.param), print(ast_, given.value)));
  }
  if (d.as_of) part("as of " + to_string(*d.as_of));
  for (const Expect& expect : d.expects) {
    part("expect " +
         (expect.condition ? print(ast_, expect.condition) : "error " + print(expect.error_code)));
  }
}

}  // namespace

std::string print(const Ast& ast) {
  std::string out;
  for (const Declaration& declaration : ast.declarations) {
    DeclarationPrinter printer(ast);
    std::visit(printer, declaration);
    out += (out.empty() ? "" : "\n") + printer.take();
  }
  return out;
}

}  // namespace kpi::ast

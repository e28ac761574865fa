#include "program/print.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/program.hpp"

/// The typed program in readable form, one declaration a paragraph, expressions fully bracketed.
namespace kpi {
namespace {

class Printer {
 public:
  explicit Printer(const Program& program) : program_(program) {}

  std::string print() {
    for (const TableSchema& table : program_.tables)
      add_table(table);
    for (const Param& param : program_.params) {
      add_doc(param.doc, "");
      out_ += fmt::format("param {}: {} = {}\n", param.name, type(param.type), value(param.value));
    }
    for (const Metric& metric : program_.metrics) {
      if (!metric.unbound.empty()) continue;
      add_doc(metric.doc, "");
      out_ +=
          fmt::format("metric {}: {} = {}\n", metric.name, type(metric.type), expr(metric.formula));
      if (metric.is_signed) out_ += "  signed\n";
      if (!metric.objective.empty()) out_ += fmt::format("  objective \"{}\"\n", metric.objective);
    }
    for (const Role& role : program_.roles) {
      add_doc(role.doc, "");
      const std::string where = role.condition ? " where " + expr(role.condition) : "";
      out_ += fmt::format("role {} = {}{}\n", role.name, program_.tables[role.table].name, where);
    }
    for (const Target& target : program_.targets)
      add_target(target);
    for (const Tiers& tiers : program_.tiers)
      add_tiers(tiers);
    for (const Scorecard& card : program_.scorecards)
      add_card(card);
    for (const Payout& payout : program_.payouts)
      add_payout(payout);
    for (const Rule& rule : program_.rules)
      add_rule(rule);
    return std::move(out_);
  }

  std::string path(TableId table, const ColumnPath& path) const {
    std::string text = program_.tables[table].name;
    for (const ColumnId link : path.links) {
      text += "." + program_.tables[table].columns[link].name;
      table = program_.tables[table].columns[link].type.link;
    }
    return path.column ? text + "." + program_.tables[table].columns[path.column].name : text;
  }

  std::string aggregate(const Aggregate& aggregate) const {
    std::string text = kind_of(aggregate.kind);
    text += "(" + (aggregate.value ? expr(aggregate.value) : program_.tables[aggregate.table].name);
    if (aggregate.other) text += ", " + expr(aggregate.other);
    if (aggregate.kind == AggregateKind::Percentile) text += ", " + value(aggregate.fraction);
    if (aggregate.top > 0) text += fmt::format(" top {}", aggregate.top);
    if (aggregate.skipping_none) text += " skipping none";
    if (aggregate.where) text += " where " + expr(aggregate.where);
    if (aggregate.per) text += " per " + path(aggregate.table, *aggregate.per);
    for (const ColumnPath& key : aggregate.per_also)
      text += " per " + path(aggregate.table, key);
    if (aggregate.group_value) text += " of " + expr(aggregate.group_value);
    if (aggregate.group_other) text += ", " + expr(aggregate.group_other);
    if (aggregate.group_where) text += " where " + expr(aggregate.group_where);
    static constexpr const char* kSnapshots[] = {"", " last", " first", " average"};
    return text + kSnapshots[static_cast<int>(aggregate.snapshot)];
  }

 private:
  static std::string value(const Value& value) {
    if (value.is_none()) return fmt::format("none({})", name_of(value.reason()));
    if (value.is_number()) {
      return exact_decimal_string(value.number()).value_or(to_fraction_string(value.number()));
    }
    if (value.is_text()) return "\"" + value.text() + "\"";
    if (value.is_date()) return to_string(value.date());
    if (value.is_datetime()) return to_string(value.datetime());
    return value.truth() ? "true" : "false";
  }

  static std::string type(const Type& type) {
    std::string text;
    switch (type.kind) {
      case Kind::Number: text = to_string(type.unit); break;
      case Kind::Text: text = "text"; break;
      case Kind::Bool: text = "bool"; break;
      case Kind::Date: text = "date"; break;
      case Kind::DateTime: text = "datetime"; break;
      case Kind::Period: text = "period"; break;
      case Kind::Link: text = "link"; break;
      case Kind::Error: text = "error"; break;
    }
    return type.optional ? "optional " + text : text;
  }

  // One line per operation. NOLINTNEXTLINE(readability-function-size)
  static const char* word(Op op) {
    switch (op) {
      case Op::Add: return "+";
      case Op::Subtract:
      case Op::DaysBetween: return "-";
      case Op::Multiply: return "*";
      case Op::Divide: return "/";
      case Op::Less: return "<";
      case Op::LessEqual: return "<=";
      case Op::Greater: return ">";
      case Op::GreaterEqual: return ">=";
      case Op::Equal: return "==";
      case Op::NotEqual: return "!=";
      case Op::And: return "and";
      case Op::Or: return "or";
      case Op::IfNone: return "if none";
      case Op::AddDays: return "+ days";
      case Op::AddMonths: return "+ months";
      case Op::Negate: return "-";
      case Op::Not: return "not";
      case Op::IsPresent: return "is_present";
      case Op::IsNone: return "is_none";
      case Op::If: return "if";
      case Op::Min: return "min";
      case Op::Max: return "max";
      case Op::Clamp: return "clamp";
      case Op::Round: return "round";
      case Op::Months: return "months";
      case Op::Days: return "days";
      case Op::Workdays: return "workdays";
      case Op::OverUnits: return "over units";
      case Op::OverPeople: return "over people";
      case Op::HoursBetween: return "hours";
      case Op::DayOf: return "date";
      case Op::PeriodStart: return "period.start";
      case Op::PeriodEnd: return "period.end";
      case Op::PeriodShare: return "period.share";
      case Op::Target: return "target";
      case Op::Baseline: return "baseline";
      case Op::Stretch: return "stretch";
      case Op::Attainment: return "attainment";
      case Op::LineValue: return "value";
      case Op::Growth: return "growth";
      case Op::Change: return "change";
      case Op::Score: return "score";
      case Op::Grade: return "grade";
      case Op::Points: return "points";
      case Op::Rank: return "rank";
      case Op::Share: return "share";
      case Op::Streak: return "streak";
      case Op::Allocate: return "allocate";
      case Op::Versions: return "by version";
      case Op::Held: return "held";
      case Op::Carried: return "carried";
      case Op::Paid: return "amount";
      case Op::GroupValue: return "group";
      case Op::Sqrt: return "sqrt";
      case Op::Error:
      case Op::Constant:
      case Op::Column:
      case Op::Aggregate:
      case Op::Metric:
      case Op::Payout:
      case Op::Ranked:
      case Op::Convert:
      case Op::Tiers: break;
    }
    return "?";
  }

  static bool infix(Op op) {
    return (op >= Op::Add && op <= Op::DaysBetween && op != Op::Negate) || op == Op::AddDays ||
           op == Op::AddMonths || (op >= Op::Less && op <= Op::Or) || op == Op::IfNone;
  }

  std::string joined(const std::vector<ProgramExprId>& args, const std::string& between) const {
    std::string text;
    for (const ProgramExprId arg : args)
      text += (text.empty() ? "" : between) + expr(arg);
    return text;
  }

  static std::string context(const Context& context) {
    static constexpr const char* kWindows[] = {"",        "prior", "year ago", "whole",
                                               "to date", "last",  "all time", ""};
    static constexpr const char* kSubjects[] = {"",    "key",     "column", "row",  "",
                                                "all", "company", "role",   "held", "held row"};
    static constexpr const char* kParts[] = {"team", "below", "reports"};
    std::string text;
    if (context.subject.kind == SubjectKind::Tree) {
      text += fmt::format(" of {}", kParts[static_cast<int>(context.subject.part)]);
    } else if (context.subject.kind != SubjectKind::Own) {
      text += fmt::format(" of {}", kSubjects[static_cast<int>(context.subject.kind)]);
    }
    if (context.window.kind == WindowKind::Fixed) {
      text += fmt::format(" during {} to {}", to_string(context.window.range.first),
                          to_string(context.window.range.last));
    } else if (context.window.kind != WindowKind::Own) {
      text += fmt::format(" during {}", kWindows[static_cast<int>(context.window.kind)]);
    }
    return text;
  }

  static std::string kind_of(AggregateKind kind) {
    static constexpr const char* kKinds[] = {
        "sum",  "count",      "count distinct", "avg",        "min", "max",
        "only", "percentile", "stddev",         "stddev_all", "corr"};
    return kKinds[static_cast<int>(kind)];
  }

  std::string group_of(const Aggregate& how) const {
    static constexpr const char* kUnits[] = {"day", "week", "month", "quarter", "half", "year"};
    if (how.per_people) return program_.tables[how.per_people].name;
    return how.per_workday ? "workday" : kUnits[static_cast<int>(*how.per_unit)];
  }

  std::string over_each(const Expr& e) const {
    const Aggregate& how = program_.aggregates[e.reduction];
    std::string text = kind_of(how.kind) + "(";
    if (how.group_value) text += expr(how.group_value) + " ";
    if (how.group_other) text += ", " + expr(how.group_other) + " ";
    text += "per " + group_of(how);
    if (how.group_where) text += " where " + expr(how.group_where);
    return text + context(e.context) + ")";
  }

  std::string versions(const Expr& e) const {
    std::string text;
    for (std::size_t i = 0; i < e.args.size(); ++i) {
      text += fmt::format("{}{} to {} : {}", i == 0 ? "" : " ; ", to_string(e.versions[i].first),
                          to_string(e.versions[i].last), expr(e.args[i]));
    }
    return "{" + text + "}";
  }

  std::string expr(ProgramExprId id) const {
    const Expr& e = program_.exprs[id];
    if (e.op == Op::Constant) return value(e.constant);
    if (e.op == Op::Column) return path(e.type.table, e.path);
    if (e.op == Op::Aggregate || (e.op == Op::GroupValue && e.aggregate)) {
      return aggregate(program_.aggregates[e.aggregate]) + context(e.context) + ")";
    }
    if (e.op == Op::OverUnits || e.op == Op::OverPeople) return over_each(e);
    if (e.op == Op::Versions) return versions(e);
    if (e.op == Op::Metric) return program_.metrics[e.metric].name + bracketed(context(e.context));
    if (e.op == Op::Payout) return program_.payouts[e.payout].name;
    if (e.op == Op::Rank || e.op == Op::Streak || e.op == Op::Allocate) return compared(e);
    if (e.op == Op::Carried) return program_.payouts[e.payout].carries[e.index].name;
    if (e.op == Op::Convert) {
      const Rates& rates = program_.rates[e.rates];
      return fmt::format("convert({}, {}, {} on {})", expr(e.args[0]), rates.into.text(),
                         program_.tables[rates.table].name, expr(e.args[2]));
    }
    if (e.op == Op::Tiers || e.op == Op::Ranked)
      return program_.tiers[e.tiers].name + "(" + joined(e.args, ", ") + ")";
    if (infix(e.op)) return "(" + joined(e.args, fmt::format(" {} ", word(e.op))) + ")";
    if (e.metric) {
      return fmt::format("{}({}{})", word(e.op), program_.metrics[e.metric].name,
                         context(e.context));
    }
    if (e.op == Op::Held && e.scorecard)
      return fmt::format("held({})", program_.scorecards[e.scorecard].name);
    if (e.scorecard) {
      const Scorecard& card = program_.scorecards[e.scorecard];
      return fmt::format("{}({}.{})", word(e.op), card.name, card.lines[e.index].name);
    }
    return e.args.empty() ? word(e.op) : fmt::format("{}({})", word(e.op), joined(e.args, ", "));
  }

  /// `rank(revenue among reps.region, dense)`.
  std::string compared(const Expr& e) const {
    std::string text = fmt::format("{}({}", word(e.op), joined(e.args, " weight "));
    text += among(e.peers);
    if (e.across) text += " across" + context(e.context);
    if (e.dense) text += ", dense";
    if (e.op == Op::Streak) text += e.skips_none ? ", none skips" : ", none breaks";
    if (e.round) text += " step " + value(e.round->step);
    return text + ")";
  }

  std::string among(const Peers& peers) const {
    switch (peers.kind) {
      case PeerKind::All: return " among all";
      case PeerKind::Column: return " among " + path(peers.table, peers.column);
      case PeerKind::Role: return " among " + program_.roles[peers.role].name;
      case PeerKind::Held: return " among " + expr(peers.held);
      case PeerKind::Nobody: break;
    }
    return {};
  }

  static std::string bracketed(const std::string& text) {
    return text.empty() ? text : "(" + text.substr(1) + ")";
  }

  void add_doc(const std::string& doc, const char* indent) {
    std::size_t begin = 0;
    while (!doc.empty() && begin <= doc.size()) {
      const std::size_t end = std::min(doc.find('\n', begin), doc.size());
      out_ += fmt::format("{}## {}\n", indent, doc.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  static std::string source_of(const Column& column, const TableSchema& table) {
    if (column.headers_of) return "headers of " + table.columns[column.headers_of].name;
    if (column.headers.empty()) return '"' + column.header + '"';
    std::string out;
    for (const std::string& header : column.headers)
      out += (out.empty() ? "\"" : ", \"") + header + '"';
    return out;
  }

  void add_table(const TableSchema& table) {
    add_doc(table.doc, "");
    out_ += fmt::format("table {}\n", table.name);
    for (const Column& column : table.columns) {
      add_doc(column.doc, "  ");
      const std::string link =
          column.type.kind == Kind::Link ? " -> " + program_.tables[column.type.link].name : "";
      out_ += fmt::format("  {}: {}{} from {}\n", column.name, type(column.type), link,
                          source_of(column, table));
    }
    for (const Let& let : table.lets) {
      add_doc(let.doc, "  ");
      out_ += fmt::format("  let {} = {}\n", let.name, expr(let.value));
    }
    for (const RowCheck& check : table.checks)
      out_ += fmt::format("  check {}\n", expr(check.condition));
  }

  void add_target(const Target& target) {
    out_ += fmt::format("target {}", program_.metrics[target.metric].name);
    for (const RoleId role : target.roles)
      out_ += " for " + program_.roles[role].name;
    if (target.target) out_ += " = " + expr(target.target);
    if (target.baseline) out_ += " baseline " + expr(target.baseline);
    if (target.stretch) out_ += " stretch " + expr(target.stretch);
    out_ += "\n";
  }

  void add_tiers(const Tiers& tiers) {
    add_doc(tiers.doc, "");
    static constexpr const char* kKinds[] = {"whole", "marginal", "interpolated", "ranked"};
    out_ += fmt::format("tiers {}({}) -> {} {}", tiers.name, type(tiers.argument),
                        type(tiers.result), kKinds[static_cast<int>(tiers.kind)]);
    if (tiers.has_two()) out_ += " and " + type(tiers.second);
    if (tiers.round) out_ += " round " + value(tiers.round->step);
    if (tiers.kind == TierKind::Ranked) {
      out_ += among(tiers.peers) + (tiers.ties == Ties::Up ? " ties up" : " ties down");
    }
    out_ += "\n";
    for (const TierRow& row : tiers.rows)
      add_tier_row(tiers, row);
    for (const TierRow& row : tiers.outside)
      add_tier_row(tiers, row);
  }

  std::string range(const TierRange& range, const char* name) const {
    if (range.key) return "\"" + *range.key + "\"";
    const std::string low =
        range.low ? value(*range.low) + (range.low_included ? " <= " : " < ") : "";
    const std::string high =
        range.high ? (range.high_included ? " <= " : " < ") + value(*range.high) : "";
    return low + name + high;
  }

  void add_tier_row(const Tiers& tiers, const TierRow& row) {
    const bool ranked = tiers.kind == TierKind::Ranked;
    std::string key = row.is_else ? "else" : ranked ? "first " + value(row.share) : range(row, "x");
    if (tiers.has_two()) key += ", " + range(row.second, "y");
    std::string cell = tiers.result.kind == Kind::Text
                           ? "\"" + row.text + "\""
                           : fmt::format("{} * x + {}", value(row.slope), value(row.intercept));
    if (!row.second_slope.is_zero()) cell += " + " + value(row.second_slope) + " * y";
    out_ += fmt::format("  {} : {}\n", key, cell);
  }

  void add_adjustments(const std::vector<Adjust>& adjustments) {
    static constexpr const char* kKinds[] = {"add", "deduct", "cap", "floor", "round"};
    for (const Adjust& adjust : adjustments) {
      out_ += fmt::format("  {}", kKinds[static_cast<int>(adjust.kind)]);
      if (adjust.value) out_ += " " + expr(adjust.value);
      if (adjust.round) out_ += " " + value(adjust.round->step);
      if (adjust.when) out_ += " when " + expr(adjust.when);
      out_ += "\n";
    }
  }

  void add_card(const Scorecard& card) {
    add_doc(card.doc, "");
    out_ += fmt::format("scorecard {}\n", card.name);
    for (const Line& line : card.lines) {
      out_ += fmt::format("  {} = {} weight {}", line.name, expr(line.measure), value(line.weight));
      if (line.target) out_ += " target " + expr(line.target);
      if (line.scored) out_ += " scored " + expr(line.scored);
      out_ += "\n";
    }
    add_adjustments(card.adjustments);
    if (card.grade) out_ += "  grade " + program_.tiers[card.grade].name + "\n";
  }

  void add_payout(const Payout& payout) {
    add_doc(payout.doc, "");
    out_ +=
        fmt::format("payout {}: {} = {}\n", payout.name, type(payout.type), expr(payout.amount));
    for (const Carry& carry : payout.carries) {
      out_ += fmt::format("  carry {} = {} then {}\n", carry.name, expr(carry.initial),
                          expr(carry.next));
    }
    add_adjustments(payout.adjustments);
  }

  void add_rule(const Rule& rule) {
    add_doc(rule.doc, "");
    out_ += fmt::format("rule {} when {} :", rule.name, expr(rule.when));
    for (const MessagePart& part : rule.message)
      out_ += part.value ? " {" + expr(part.value) + "}" : " \"" + part.text + "\"";
    out_ += "\n";
  }

  const Program& program_;
  std::string out_;
};

}  // namespace

std::string print(const Program& program) {
  return Printer(program).print();
}

std::string print(const Program& program, const Aggregate& aggregate) {
  return Printer(program).aggregate(aggregate) + ")";
}

std::string print(const Program& program, TableId table, const ColumnPath& path) {
  return Printer(program).path(table, path);
}

}  // namespace kpi

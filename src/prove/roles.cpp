#include "prove/roles.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "program/operations.hpp"
#include "prove/comparisons.hpp"
#include "prove/places.hpp"
#include "prove/ranges.hpp"

/// Whether two conditions on one person can hold together.
namespace kpi::prove {
namespace {

constexpr std::size_t kMostConjuncts = 4096;

/// One comparison with a constant, or its opposite. Without a term: something else.
struct Atom {
  std::string term;
  ProgramExprId about;
  Op op = Op::Equal;
  Value value;
};
using Conjunct = std::vector<Atom>;
using Choices = std::vector<Conjunct>;  // any of them; nothing: none can hold

Op mirrored(Op op) {
  if (op == Op::Less) return Op::Greater;
  if (op == Op::LessEqual) return Op::GreaterEqual;
  if (op == Op::Greater) return Op::Less;
  if (op == Op::GreaterEqual) return Op::LessEqual;
  return op;
}

/// The table in which a column of the person, or of the row of a history, is found.
const Column& column_of(const Program& program, const Expr& expr) {
  const TableId from = expr.op == Op::Held ? expr.history : expr.type.table;
  return program.tables[table_of(program, from, expr.path)].columns[expr.path.column];
}

std::string names_of(const Program& program, const Expr& expr) {
  TableId table = expr.op == Op::Held ? expr.history : expr.type.table;
  std::string text = expr.op == Op::Held ? program.tables[table].name + "." : "";
  for (const ColumnId link : expr.path.links) {
    text += program.tables[table].columns[link].name + ".";
    table = program.tables[table].columns[link].type.link;
  }
  return text + program.tables[table].columns[expr.path.column].name;
}

/// A column of the person or of the history's row, with a fallback or without, or months or days
/// between two dates, as it is written; nothing for anything else.
std::optional<std::string> term_of(const Program& program, ProgramExprId id) {
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::PeriodStart) return "period.start";
  if (expr.op == Op::PeriodEnd) return "period.end";
  if (expr.op == Op::Constant && expr.constant.is_date()) return to_string(expr.constant.date());
  if (expr.op == Op::Column || expr.op == Op::Held) {
    if (!expr.path.column) return std::nullopt;
    return names_of(program, expr);
  }
  if (expr.op == Op::IfNone && !expr.reason) {
    const Expr& fallback = program.exprs[expr.args[1]];
    const auto value = term_of(program, expr.args[0]);
    if (!value || fallback.op != Op::Constant || !fallback.constant.is_text()) return std::nullopt;
    return "(" + *value + " if none \"" + fallback.constant.text() + "\")";
  }
  if (expr.op != Op::Months && expr.op != Op::DaysBetween) return std::nullopt;
  const auto a = term_of(program, expr.args[0]);
  const auto b = term_of(program, expr.args[1]);
  if (!a || !b) return std::nullopt;
  return expr.op == Op::Months ? "months(" + *a + ", " + *b + ")" : *a + " - " + *b;
}

class Conditions {
 public:
  explicit Conditions(const Program& program) : program_(program) {}

  bool too_many() const { return too_many_; }

  Choices choices(ProgramExprId id, bool holds) {
    if (!id) return {{}};
    const Expr& expr = program_.exprs[id];
    if (expr.op == Op::Not) return choices(expr.args[0], !holds);
    if (expr.op == Op::And || expr.op == Op::Or) {
      const bool all = (expr.op == Op::And) == holds;
      Choices result = all ? Choices{{}} : Choices{};
      for (const ProgramExprId part : expr.args) {
        Choices next = choices(part, holds);
        if (all) {
          result = product(result, next);
        } else {
          result.insert(result.end(), next.begin(), next.end());
        }
      }
      return limited(std::move(result));
    }
    return {{atom(id, holds)}};
  }

  Choices product(const Choices& a, const Choices& b) {
    Choices result;
    if (a.size() * b.size() > kMostConjuncts) {
      too_many_ = true;
      return {{}};
    }
    for (const Conjunct& left : a) {
      for (const Conjunct& right : b) {
        result.push_back(left);
        result.back().insert(result.back().end(), right.begin(), right.end());
      }
    }
    return result;
  }

 private:
  Choices limited(Choices choices) {
    if (choices.size() <= kMostConjuncts) return choices;
    too_many_ = true;
    return {{}};
  }

  Atom atom(ProgramExprId id, bool holds) const {
    const Expr& expr = program_.exprs[id];
    const auto named = [&](ProgramExprId about, Op op, Value value) {
      const auto term = term_of(program_, about);
      if (!term) return Atom{};
      return Atom{*term, about, holds ? op : opposite(op), std::move(value)};
    };
    if (expr.op == Op::Column && expr.type.kind == Kind::Bool) {
      return named(id, Op::Equal, Value(true));
    }
    if (!is_comparison(expr.op)) return {};
    const Expr& left = program_.exprs[expr.args[0]];
    const Expr& right = program_.exprs[expr.args[1]];
    if (right.op == Op::Constant) return named(expr.args[0], expr.op, right.constant);
    if (left.op == Op::Constant) return named(expr.args[1], mirrored(expr.op), left.constant);
    return {};
  }

  const Program& program_;
  bool too_many_ = false;
};

/// All texts that the term can be; none where it can be any.
std::vector<std::string> choices_of(const Program& program, ProgramExprId id) {
  const Expr& about = program.exprs[id];
  if (about.op == Op::Column || about.op == Op::Held) return column_of(program, about).choices;
  if (about.op != Op::IfNone) return {};
  std::vector<std::string> values = choices_of(program, about.args[0]);
  if (!values.empty()) values.push_back(program.exprs[about.args[1]].constant.text());
  return values;
}

/// A value of the term that meets every comparison, as text; nothing if there is none.
std::optional<std::string> text_that_meets(const Program& program, const Conjunct& atoms) {
  std::vector<std::string> values = choices_of(program, atoms[0].about);
  if (values.empty()) {  // any text: those named, and another
    for (const Atom& atom : atoms)
      values.push_back(atom.value.text());
    values.emplace_back("…");
  }
  for (const std::string& value : values) {
    const bool meets = std::all_of(atoms.begin(), atoms.end(), [&](const Atom& atom) {
      return (atom.op == Op::Equal) == (value == atom.value.text());
    });
    if (meets) return '"' + value + '"';
  }
  return std::nullopt;
}

Rational number_of(const Value& value) {
  return value.is_date() ? Rational(value.date().days) : value.number();
}

bool meets(const Atom& atom, const Rational& x) {
  const int order = compare(x, number_of(atom.value));
  if (atom.op == Op::Less) return order < 0;
  if (atom.op == Op::LessEqual) return order <= 0;
  if (atom.op == Op::Greater) return order > 0;
  if (atom.op == Op::GreaterEqual) return order >= 0;
  return atom.op == Op::Equal ? order == 0 : order != 0;
}

/// How far apart two values of the term are at least.
Rational step_of(const Program& program, const Expr& about) {
  const bool column = about.op == Op::Column || about.op == Op::Held;
  if (!column || about.type.kind != Kind::Number) return Rational(1);
  constexpr int kPercent = 2;  // 12.5 in the file is 0.125
  const Column& of = column_of(program, about);
  return power_of_ten(-of.type.scale - (of.in_percent ? kPercent : 0));
}

/// Bounds decide: a value that meets all is one of them, or a step beside one.
std::optional<Phrase> number_that_meets(const Program& program, const Conjunct& atoms) {
  const Expr& about = program.exprs[atoms[0].about];
  const Rational step = step_of(program, about);
  std::set<Rational> all;
  for (const Atom& atom : atoms) {
    const Rational bound = round_to_step(number_of(atom.value), step, RoundMode::Floor);
    for (const Rational& at : {bound - step, bound, bound + step, bound + step + step})
      all.insert(at);
  }
  for (const Rational& x : all) {
    const bool fits =
        std::all_of(atoms.begin(), atoms.end(), [&](const Atom& atom) { return meets(atom, x); });
    if (!fits) continue;
    if (about.type.kind == Kind::Date) {
      return Phrase(to_string(Date{static_cast<std::int32_t>(*x.to_int64())}));
    }
    return number_text(x, about.type.unit);
  }
  return std::nullopt;
}

std::optional<Phrase> value_that_meets(const Program& program, const Conjunct& atoms) {
  const Value& first = atoms[0].value;
  if (first.is_text()) return text_that_meets(program, atoms);
  if (!first.is_bool()) return number_that_meets(program, atoms);
  const auto says = [](const Atom& a) { return (a.op == Op::Equal) == a.value.truth(); };
  const bool wanted = says(atoms[0]);
  for (const Atom& atom : atoms) {
    if (says(atom) != wanted) return std::nullopt;
  }
  return wanted ? "true" : "false";
}

void add_columns(const Program& program, ProgramExprId id, std::multiset<std::string>& columns) {
  const Expr& expr = program.exprs[id];
  if (expr.op == Op::Column || expr.op == Op::Held) columns.insert(*term_of(program, id));
  for (const ProgramExprId arg : expr.args)
    add_columns(program, arg, columns);
}

/// Somebody for whom all hold. Terms that share a column cannot be chosen one by one.
Meeting meeting_of(const Program& program, const Conjunct& conjunct) {
  std::map<std::string, Conjunct> by_term;
  bool open = false;
  for (const Atom& atom : conjunct) {
    if (!atom.about) {
      open = true;
    } else {
      by_term[atom.term].push_back(atom);
    }
  }
  Phrase person;
  std::multiset<std::string> columns;
  for (const auto& [term, atoms] : by_term) {
    const auto value = value_that_meets(program, atoms);
    if (!value) return {Meeting::Answer::Never, {}};
    if (!person.empty()) person += Text::list_separator;
    person += term + " = " + *value;
    add_columns(program, atoms[0].about, columns);
  }
  for (const std::string& column : columns)
    open = open || columns.count(column) > 1;
  if (open) return {};
  return {Meeting::Answer::Possible, person};
}

}  // namespace

Meeting can_have_both(const Program& program, const Role& first, const Role& second) {
  if (!first.versions.empty() || !second.versions.empty()) return {};
  Conditions conditions(program);
  const Choices both = conditions.product(conditions.choices(first.condition, true),
                                          conditions.choices(second.condition, true));
  if (conditions.too_many()) return {};
  Meeting result{Meeting::Answer::Never, {}};
  for (const Conjunct& conjunct : both) {
    Meeting here = meeting_of(program, conjunct);
    if (here.answer == Meeting::Answer::Possible) {
      if (here.person.empty())
        here.person = Phrase(first.name) + Text::list_separator + second.name;
      return here;
    }
    if (here.answer == Meeting::Answer::Unknown) result.answer = Meeting::Answer::Unknown;
  }
  return result;
}

Meeting meeting_of(const Program& program, const std::vector<RoleId>& first,
                   const std::vector<RoleId>& second) {
  if (first.empty() || second.empty()) return {};
  Meeting result{Meeting::Answer::Never, {}};
  for (const RoleId a : first) {
    for (const RoleId b : second) {
      if (program.roles[a].table != program.roles[b].table) continue;
      const Meeting here = can_have_both(program, program.roles[a], program.roles[b]);
      if (here.answer == Meeting::Answer::Possible) return here;
      if (here.answer == Meeting::Answer::Unknown) result = here;
    }
  }
  return result;
}

void add_meeting(Proofs& proofs, Span second, const Meeting& meeting, Arguments names,
                 const MeetingTexts& texts) {
  if (meeting.answer == Meeting::Answer::Never) {
    add(proofs, Verdict::Proven, second, texts.apart, std::move(names));
  } else if (meeting.answer == Meeting::Answer::Unknown) {
    add(proofs, Verdict::Open, second, texts.open, std::move(names));
  } else {
    names.emplace_back("witness", meeting.person);
    add(proofs, Verdict::Refuted, second, texts.meet, std::move(names));
  }
}

bool share_role(const std::vector<RoleId>& a, const std::vector<RoleId>& b) {
  return a.empty() || b.empty() || std::any_of(a.begin(), a.end(), [&](RoleId role) {
           return std::find(b.begin(), b.end(), role) != b.end();
         });
}

bool overlaps(const std::optional<DateRange>& a, const std::optional<DateRange>& b) {
  return !a || !b || (a->first <= b->last && b->first <= a->last);
}

}  // namespace kpi::prove

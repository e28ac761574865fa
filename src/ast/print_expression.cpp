#include <fmt/format.h>

#include "ast/print_parts.hpp"

namespace kpi::ast {

std::string print(const Name& name) {
  return name.quoted ? fmt::format("`{}`", name.text) : name.text;
}

std::string print(const Path& path) {
  std::string out;
  for (const Name& part : path.parts)
    out += (out.empty() ? "" : ".") + print(part);
  return out;
}

std::string print_quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string print(const Ast& ast, const std::optional<ExprId>& id) {
  return id ? print(ast, *id) : std::string();
}

std::string print(PeriodUnit unit) {
  constexpr const char* kNames[] = {"day", "week", "month", "quarter", "half", "year"};
  return kNames[static_cast<std::size_t>(unit)];
}

std::string print(const Ast& ast, const Window& window) {
  constexpr const char* kNames[] = {"prior",
                                    "year ago",
                                    "year",
                                    "half",
                                    "quarter",
                                    "month",
                                    "year to date",
                                    "half to date",
                                    "quarter to date",
                                    "month to date",
                                    "last",
                                    "all time",
                                    ""};
  std::string out = kNames[static_cast<std::size_t>(window.kind)];
  if (window.kind == WindowKind::Last) {
    out += fmt::format(" {} {}s", window.count, print(window.unit));
  } else if (window.kind == WindowKind::Prior && window.count != 1) {
    out += fmt::format(" {}", window.count);
  } else if (window.kind == WindowKind::Periods) {
    if (!window.to) return "since " + print(ast, window.from);
    if (*window.to == *window.from) return print(ast, window.from);
    return fmt::format("{} {} {}", print(ast, window.from), window.until ? "until" : "to",
                       print(ast, window.to));
  }
  return out;
}

namespace {

std::string print_subject(const Subject& subject) {
  switch (subject.kind) {
    case SubjectKind::Key: return print_quoted(subject.key);
    case SubjectKind::Path: return print(subject.path);
    case SubjectKind::Team: return "team";
    case SubjectKind::Below: return "below";
    case SubjectKind::Reports: return "reports";
    case SubjectKind::All: return "all";
    case SubjectKind::Company: return "company";
  }
  return "";
}

std::string print_per(const Per& per) {
  constexpr const char* kNames[] = {"",     "day",  "week", "workday", "month", "quarter",
                                    "half", "year", "line", "team",    "below", "reports"};
  return per.kind == PerKind::Path ? print(per.path) : kNames[static_cast<std::size_t>(per.kind)];
}

std::string print_unit(const NumberLiteral& number) {
  constexpr const char* kNames[] = {"",       "%",      " pp",     " points",   "",      " days",
                                    " hours", " weeks", " months", " quarters", " years"};
  return number.unit == NumberUnit::Currency ? " " + number.currency
                                             : kNames[static_cast<std::size_t>(number.unit)];
}

std::string print_number(const Rational& value) {
  return exact_decimal_string(value).value_or(to_fraction_string(value));
}

std::string print_reason(const std::optional<Name>& reason) {
  return reason ? fmt::format("({})", print(*reason)) : "";
}

class ExpressionPrinter {
 public:
  explicit ExpressionPrinter(const Ast& ast) : ast_(ast) {}

  std::string operator()(const ErrorExpr&) const { return "<error>"; }
  std::string operator()(const NumberLiteral& e) const {
    return print_number(e.value) + print_unit(e);
  }
  std::string operator()(const DateLiteral& e) const { return to_string(e.date); }
  std::string operator()(const PeriodLiteral& e) const { return e.text; }
  std::string operator()(const BoolLiteral& e) const { return e.value ? "true" : "false"; }
  std::string operator()(const NoneLiteral& e) const { return "none" + print_reason(e.reason); }
  std::string operator()(const TextExpr& e) const { return print_quoted(e.text); }
  std::string operator()(const PathExpr& e) const { return print(e.path); }
  std::string operator()(const Unary& e) const {
    return fmt::format("({}{})", e.op == UnaryOp::Negate ? "-" : "not ", print(ast_, e.operand));
  }
  std::string operator()(const Binary& e) const {
    constexpr const char* kNames[] = {"+", "-", "*", "/", "and", "or"};
    return fmt::format("({} {} {})", print(ast_, e.left), kNames[static_cast<std::size_t>(e.op)],
                       print(ast_, e.right));
  }
  std::string operator()(const Compare& e) const {
    constexpr const char* kNames[] = {"<", "<=", ">", ">=", "==", "!="};
    std::string out = "(" + print(ast_, e.operands.front());
    for (std::size_t i = 0; i < e.ops.size(); ++i) {
      out += fmt::format(" {} {}", kNames[static_cast<std::size_t>(e.ops[i])],
                         print(ast_, e.operands[i + 1]));
    }
    return out + ")";
  }
  std::string operator()(const IsOneOf& e) const {
    std::string list;
    for (const TextLiteral& choice : e.choices) {
      list += (list.empty() ? "" : ", ") + print_quoted(choice.text);
    }
    return fmt::format("({} is one of {})", print(ast_, e.operand), list);
  }
  std::string operator()(const IsPresent& e) const {
    return fmt::format("({} is {}{})", print(ast_, e.operand), e.negated ? "none" : "present",
                       print_reason(e.reason));
  }
  std::string operator()(const IfNone& e) const {
    return fmt::format("({} if none{} {})", print(ast_, e.operand), print_reason(e.reason),
                       print(ast_, e.fallback));
  }
  std::string operator()(const IfThenElse& e) const {
    return fmt::format("(if {} then {} else {})", print(ast_, e.condition),
                       print(ast_, e.then_value), print(ast_, e.else_value));
  }
  std::string operator()(const Range& e) const {
    return fmt::format("{} to {}", print(ast_, e.first), print(ast_, e.last));
  }
  std::string operator()(const Call& e) const {
    std::string inside;
    const auto append = [&](const char* separator, const std::string& part) {
      if (!part.empty()) inside += (inside.empty() ? "" : separator) + part;
    };
    if (e.distinct) append(" ", "distinct");
    if (e.top) append(" ", fmt::format("top {} of", print(ast_, *e.top)));
    for (const ExprId argument : e.arguments) {
      append(argument == e.arguments.front() ? " " : ", ", print(ast_, argument));
    }
    if (e.window_argument) append(", ", print(ast_, *e.window_argument));
    if (e.none_rule) append(", ", *e.none_rule == NoneRule::Breaks ? "none breaks" : "none skips");
    append(" ", print(ast_, e.context));
    if (e.dense) append(", ", "dense");
    return fmt::format("{}({})", print(e.callee), inside);
  }

 private:
  const Ast& ast_;
};

}  // namespace

std::string print(const Ast& ast, ExprId id) {
  if (!id) return "<absent>";
  return std::visit(ExpressionPrinter(ast), ast.exprs[id].node);
}

std::string print(const Ast& ast, const Context& context) {
  std::string out;
  const auto append = [&](const char* word, const std::string& rest) {
    out += fmt::format("{}{}{}{}", out.empty() ? "" : " ", word, rest.empty() ? "" : " ", rest);
  };
  if (context.where) append("where", print(ast, *context.where));
  for (const Per& per : context.per)
    append("per", print_per(per));
  if (context.group_where) append("where", print(ast, *context.group_where));
  if (context.dated) append("dated", print(*context.dated));
  if (context.credited) append("credited", print(*context.credited));
  if (context.of) append("of", print_subject(*context.of));
  if (context.during) append("during", print(ast, *context.during));
  if (context.among) append("among", print(*context.among));
  if (context.weight) {
    append("weight", print(ast, *context.weight) + (context.else_even ? " else even" : ""));
  }
  if (context.step) append("step", print(ast, *context.step));
  if (context.across) append("across", print_per(*context.across));
  constexpr const char* kRules[] = {"last", "first", "average"};
  if (context.snapshot) append(kRules[static_cast<std::size_t>(*context.snapshot)], "");
  if (context.skipping_none) append("skipping none", "");
  return out;
}

}  // namespace kpi::ast

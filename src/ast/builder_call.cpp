#include <algorithm>
#include <limits>

#include "ast/builder.hpp"
#include "base/text.hpp"
#include "syntax/keywords.hpp"

/// Names, calls, and the words inside a call's brackets that say on what it is computed.
namespace kpi::ast {

Path Builder::path(NodeView node) {
  Path result;
  result.span = node.span();
  for (const NodeView& part : node.all(NodeKind::Name)) {
    const bool first = result.parts.empty();
    result.parts.push_back(first ? known_name(part, Keyword::ValueName, Keyword::PeriodName)
                                 : name(part));
    // `期间.起` is period.start.
    const bool of_period = result.parts.size() == 2 && result.parts.front().text == "period";
    if (of_period)
      result.parts.back() = known_name(part, Keyword::PeriodStart, Keyword::PeriodShare);
  }
  return result;
}

ExprId Builder::path_expression(NodeView node) {
  return add(node, PathExpr{path(node)});
}

std::vector<Name> Builder::names(NodeView node) {
  std::vector<Name> result;
  for (const NodeView& part : node.all(NodeKind::Name))
    result.push_back(name(part));
  return result;
}

/// The function or metric that is called. Functions are lower case: `SUM` is reported and read as
/// `sum`.
Path Builder::callee(NodeView node) {
  const auto parts = node.all(NodeKind::Name);
  if (parts.size() != 1) return path(node);
  Path result;
  result.span = node.span();
  result.parts.push_back(known_name(parts.front(), Keyword::SumFunction, Keyword::PointsName));
  Name& callee = result.parts.front();
  const std::string lower = ascii_lower(callee.text);
  if (callee.quoted || lower == callee.text || declared_.count(callee.text) > 0) return result;
  if (lower == "if") {
    diagnostics_.report(Code::if_function, node.span(), {{"seen", callee.text}});
  } else if (syntax::builtin_spelling(lower)) {
    diagnostics_.report(Code::word_case, node.span(), {{"seen", callee.text}, {"meant", lower}})
        .fix(node.span(), lower, true);
    callee.written = callee.text;
    callee.text = lower;
  }
  return result;
}

ExprId Builder::call(NodeView node) {
  Call result;
  const NodeView arguments = *node.child(NodeKind::Arguments);
  result.callee = callee(*node.child(NodeKind::Path));
  const auto parts = arguments.children();
  for (const NodeView& part : parts)
    argument(result, part);
  const Name& function = result.callee.parts.front();
  const bool reported = function.text != "if" && ascii_lower(function.text) == "if" &&
                        !function.quoted && declared_.count(function.text) == 0;
  if (reported) return add(node, ErrorExpr{});
  return add(node, std::move(result));
}

void Builder::argument(Call& call, NodeView node) {
  if (node.is(Keyword::Distinct)) {
    call.distinct = true;
  } else if (node.is(Keyword::Dense)) {
    call.dense = true;
  } else if (node.is(NodeKind::Top)) {
    call.top = expression(*first_expression(node));
  } else if (node.is(NodeKind::NoneRule)) {
    call.none_rule = node.has(Keyword::Breaks) ? NoneRule::Breaks : NoneRule::Skips;
  } else if (node.is(NodeKind::WindowArgument)) {
    call.window_argument = window(node);
  } else if (node.is(NodeKind::Argument)) {
    const auto ends = node.expressions();
    const ExprId first = expression(ends.at(0));
    const ExprId last = expression(ends.at(1));
    call.arguments.push_back(add(node, Range{first, last}));
  } else if (!node.is_expression()) {
    context(call.context, node);
  } else if (!take_window_word(call, node)) {
    call.arguments.push_back(expression(node));
  }
}

/// `growth(m, prior)`: one word that would be a name elsewhere.
bool Builder::take_window_word(Call& call, NodeView node) {
  const std::string& function = call.callee.parts.front().text;
  if (function != "growth" && function != "change") return false;
  if (call.arguments.size() != 1 || !node.is(NodeKind::Path)) return false;
  struct Row {
    Keyword word;
    WindowKind kind;
  };
  constexpr Row kRows[] = {{Keyword::Prior, WindowKind::Prior},
                           {Keyword::Year, WindowKind::Year},
                           {Keyword::Half, WindowKind::Half},
                           {Keyword::Quarter, WindowKind::Quarter},
                           {Keyword::Month, WindowKind::Month}};
  for (const Row& row : kRows) {
    if (!syntax::spells(text_of(node), row.word)) continue;
    Window window;
    window.kind = row.kind;
    window.span = node.span();
    call.window_argument = window;
    return true;
  }
  return false;
}

void Builder::context(Context& context, NodeView clause) {
  const auto path_in = [&] {
    Path found = path(*clause.child(NodeKind::Path));
    const auto part = clause.child(NodeKind::Path)->child(NodeKind::Name);
    if (found.parts.size() == 1) {
      found.parts.front() = known_name(*part, Keyword::All, Keyword::Company);
    }
    return found;
  };
  if (clause.is(NodeKind::Where)) {
    auto& slot = context.per.empty() ? context.where : context.group_where;
    set_once(slot, clause, *last_expression(clause));
  } else if (clause.is(NodeKind::Per)) {
    context.per.push_back(per(*clause.child(NodeKind::GroupKey)));
  } else if (clause.is(NodeKind::Of)) {
    set_once(context.of, clause, subject(*clause.child(NodeKind::Subject)));
  } else if (clause.is(NodeKind::During)) {
    if (context.during) said_twice(clause);
    context.during = window(*clause.child(NodeKind::Window));
  } else if (clause.is(NodeKind::Among)) {
    set_once(context.among, clause, path_in());
  } else if (clause.is(NodeKind::DatedBy)) {
    set_once(context.dated, clause, path_in());
  } else if (clause.is(NodeKind::CreditedTo)) {
    set_once(context.credited, clause, path_in());
  } else if (clause.is(NodeKind::WeightBy)) {
    set_once(context.weight, clause, *last_expression(clause));
    context.else_even = clause.has(NodeKind::ElseEven);
  } else if (clause.is(NodeKind::StepBy)) {
    set_once(context.step, clause, *last_expression(clause));
  } else if (clause.is(NodeKind::Across)) {
    set_once(context.across, clause, per(*clause.child(NodeKind::GroupKey)));
  } else if (clause.is(NodeKind::Skipping)) {
    context.skipping_none = true;
  } else if (clause.is(NodeKind::SnapshotRule)) {
    set_once(context.snapshot, clause,
             clause.has(Keyword::SnapshotLast)    ? SnapshotRule::Last
             : clause.has(Keyword::SnapshotFirst) ? SnapshotRule::First
                                                  : SnapshotRule::Average);
  }
}

Subject Builder::subject(NodeView node) {
  Subject result;
  result.span = node.span();
  const NodeView part = node.children().front();
  if (part.is(NodeKind::TextValue)) {
    result.kind = SubjectKind::Key;
    result.key = text_in(part).text;
  } else if (part.is(NodeKind::Path)) {
    result.kind = SubjectKind::Path;
    result.path = path(part);
  } else if (part.is(Keyword::Team)) {
    result.kind = SubjectKind::Team;
  } else if (part.is(Keyword::Below)) {
    result.kind = SubjectKind::Below;
  } else if (part.is(Keyword::Reports)) {
    result.kind = SubjectKind::Reports;
  } else {
    result.kind = part.is(Keyword::Company) ? SubjectKind::Company : SubjectKind::All;
  }
  return result;
}

Per Builder::per(NodeView group_key) {
  struct Row {
    Keyword word;
    PerKind kind;
  };
  constexpr Row kRows[] = {{Keyword::Day, PerKind::Day},         {Keyword::Week, PerKind::Week},
                           {Keyword::Workday, PerKind::Workday}, {Keyword::Month, PerKind::Month},
                           {Keyword::Quarter, PerKind::Quarter}, {Keyword::Half, PerKind::Half},
                           {Keyword::Year, PerKind::Year},       {Keyword::Line, PerKind::Line},
                           {Keyword::Team, PerKind::Team},       {Keyword::Below, PerKind::Below},
                           {Keyword::Reports, PerKind::Reports}};
  Per result;
  result.span = group_key.span();
  if (const auto key = group_key.child(NodeKind::Path)) {
    result.path = path(*key);
    return result;
  }
  for (const Row& row : kRows) {
    if (group_key.has(row.word)) result.kind = row.kind;
  }
  return result;
}

}  // namespace kpi::ast

#include "ast/builder.hpp"

/// Scorecards, payouts, rules and tests.
namespace kpi::ast {

Scorecard Builder::scorecard(NodeView node) {
  Scorecard result;
  result.head = head(node);
  result.roles = roles(node);
  result.every = every(node);
  result.as_of_start = node.has(NodeKind::AsOfStart);
  result.split_by_days = node.has(NodeKind::SplitByDays);
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::Line)) {
      result.lines.push_back(line(part));
    } else if (part.is(NodeKind::Adjust) || part.is(NodeKind::Rounding)) {
      result.adjustments.push_back(adjust(part));
    } else if (part.is(NodeKind::Policy)) {
      add_policy(result.policies, part);
    } else if (part.is(NodeKind::Grade)) {
      set_once(result.grade, part, path(*part.child(NodeKind::Path)));
    }
  }
  return result;
}

Line Builder::line(NodeView node) {
  Line result;
  result.span = node.span();
  result.label = text_in(node.child(NodeKind::Label));
  if (const auto named = node.child(NodeKind::LineName)) {
    result.name = name(*named->child(NodeKind::Name));
    if (!result.label.present()) result.label = text_in(named->child(NodeKind::Label));
  }
  result.measure = expression(*first_expression(node));
  for (const NodeView& part : node.children())
    line_clause(result, part);
  return result;
}

void Builder::line_clause(Line& line, NodeView clause) {
  if (clause.is(NodeKind::LineWeight)) {
    set_once(line.weight, clause, *last_expression(clause));
  } else if (clause.is(NodeKind::LineTarget)) {
    set_once(line.target, clause, *last_expression(clause));
  } else if (clause.is(NodeKind::LineScored)) {
    set_once(line.scored, clause, *last_expression(clause));
  } else if (clause.is(NodeKind::LineCap)) {
    set_once(line.cap, clause, *last_expression(clause));
  } else if (clause.is(NodeKind::LineFloor)) {
    set_once(line.floor, clause, *last_expression(clause));
  } else if (clause.is(NodeKind::Better)) {
    set_once(line.better, clause, better(clause));
  } else if (clause.is(NodeKind::Rounding)) {
    set_once(line.round, clause, rounding(clause));
  } else if (clause.is(NodeKind::Policy)) {
    add_policy(line.policies, clause);
  }
}

Adjust Builder::adjust(NodeView node) {
  Adjust result;
  result.span = node.span();
  if (node.is(NodeKind::Rounding)) {
    result.kind = AdjustKind::Round;
    result.round = rounding(node);
    return result;
  }
  result.kind = node.has(Keyword::Add)      ? AdjustKind::Add
                : node.has(Keyword::Deduct) ? AdjustKind::Deduct
                : node.has(Keyword::Cap)    ? AdjustKind::Cap
                                            : AdjustKind::Floor;
  result.value = last_expression(node);
  if (const auto when = node.child(NodeKind::When)) result.when = last_expression(*when);
  result.message = text_in(node.child(NodeKind::Message));
  return result;
}

Payout Builder::payout(NodeView node) {
  Payout result;
  bool rounded = false;
  result.head = head(node);
  result.roles = roles(node);
  result.every = every(node);
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::Amount)) {
      set_once(result.amount, part, *last_expression(part));
    } else if (part.is(NodeKind::Adjust) || part.is(NodeKind::Rounding)) {
      if (part.is(NodeKind::Rounding)) flag_once(rounded, part);
      result.adjustments.push_back(adjust(part));
    } else if (part.is(NodeKind::Policy)) {
      add_policy(result.policies, part);
    } else if (part.is(NodeKind::CapPool)) {
      set_once(result.pool, part, *last_expression(part));
    } else if (part.is(NodeKind::Carry)) {
      result.carries.push_back(carry(part));
    }
  }
  return result;
}

Carry Builder::carry(NodeView node) {
  Carry result;
  const auto values = node.expressions();
  result.name = name(*node.child(NodeKind::Name));
  result.type = type(*node.child(NodeKind::Type));
  result.initial = expression(values.at(0));
  result.every = every(node);
  result.next = expression(values.at(1));
  result.span = node.span();
  return result;
}

Rule Builder::rule(NodeView node) {
  Rule result;
  result.head = head(node);
  result.roles = roles(node);
  result.every = every(node);
  result.when = *last_expression(node);
  result.message = text_in(node.child(NodeKind::Message));
  return result;
}

Given Builder::given(NodeView node) {
  Given result;
  result.span = node.span();
  result.table = name(*node.child(NodeKind::Name));
  result.columns = names(*node.child(NodeKind::Names));
  for (const NodeView& row : node.all(NodeKind::GivenRow)) {
    result.rows.push_back(expressions(row));
  }
  return result;
}

Test Builder::test(NodeView node) {
  Test result;
  result.span = node.span();
  result.title = text_in(node);
  none_is_value_ = true;
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::Given)) {
      result.givens.push_back(given(part));
    } else if (part.is(NodeKind::GivenParam)) {
      result.params.push_back(
          {name(*part.child(NodeKind::Name)), *last_expression(part), part.span()});
    } else if (part.is(NodeKind::AsOf)) {
      const Expr day = date(*part.child(NodeKind::Date));
      if (const auto* literal = std::get_if<DateLiteral>(&day.node)) {
        set_once(result.as_of, part, literal->date);
      } else if (std::holds_alternative<PeriodLiteral>(day.node)) {
        diagnostics_.report(Code::no_such_date, day.span, {{"text", sources_.text(day.span)}})
            .hint(Text::date_forms);
      }
    } else if (part.is(NodeKind::Expect)) {
      Expect expect;
      expect.span = part.span();
      if (const auto error = part.child(NodeKind::ExpectError)) {
        expect.error_code = name(*error->child(NodeKind::Name));
      } else {
        expect.condition = *last_expression(part);
      }
      result.expects.push_back(std::move(expect));
    }
  }
  none_is_value_ = false;
  return result;
}

}  // namespace kpi::ast

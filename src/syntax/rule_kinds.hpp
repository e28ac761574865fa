#pragma once

#include <optional>

#include "grammar/kpi_grammar.hpp"
#include "syntax/syntax.hpp"

/// Which grammar rules leave a node in the tree, and of what kind.
namespace kpi::syntax {

struct RuleKind {
  bool has_node = false;
  NodeKind kind = NodeKind::Error;
  bool only_if_several =
      false;  // a level of the expression grammar that holds one operand leaves none
};

template <class Rule>
inline constexpr RuleKind kRuleKind = {};

#define KPI_RULE(rule, kind) \
  template <>                \
  inline constexpr RuleKind kRuleKind<grammar::rule> = {true, NodeKind::kind, false};
#define KPI_LEVEL(rule, kind) \
  template <>                 \
  inline constexpr RuleKind kRuleKind<grammar::rule> = {true, NodeKind::kind, true};

KPI_RULE(digit_text, Digits)
KPI_RULE(scale, Scale)
KPI_RULE(number, Number)
KPI_RULE(date, Date)
KPI_RULE(text_value, TextValue)
KPI_RULE(boolean, Boolean)
KPI_RULE(none_literal, NoneValue)
KPI_RULE(none_reason, Reason)
KPI_RULE(path, Path)
KPI_RULE(plain_path, Path)
KPI_RULE(group, Group)
KPI_LEVEL(call, Call)
KPI_RULE(arguments, Arguments)
KPI_LEVEL(value_argument, Argument)
KPI_RULE(none_rule, NoneRule)
KPI_RULE(window_argument, WindowArgument)
KPI_RULE(top_clause, Top)
KPI_LEVEL(factor, Negation)
KPI_LEVEL(cell, Negation)
KPI_LEVEL(product, Product)
KPI_LEVEL(sum, Sum)
KPI_RULE(one_of, Choices)
KPI_RULE(is_test, IsTest)
KPI_LEVEL(comparison, Comparison)
KPI_LEVEL(condition, NotCondition)
KPI_LEVEL(logic, Logic)
KPI_RULE(if_expression, If)
KPI_RULE(if_none, IfNone)
KPI_LEVEL(expression, WithFallback)

KPI_RULE(range, PeriodRange)
KPI_RULE(window, Window)
KPI_RULE(subject, Subject)
KPI_RULE(group_key, GroupKey)
KPI_RULE(where_clause, Where)
KPI_RULE(per_clause, Per)
KPI_RULE(of_clause, Of)
KPI_RULE(during_clause, During)
KPI_RULE(among_clause, Among)
KPI_RULE(dated_clause, DatedBy)
KPI_RULE(early_dated, DatedBy)
KPI_RULE(early_credited, CreditedTo)
KPI_RULE(credited_clause, CreditedTo)
KPI_RULE(weight_clause, WeightBy)
KPI_RULE(else_even, ElseEven)
KPI_RULE(step_clause, StepBy)
KPI_RULE(across_clause, Across)
KPI_RULE(skipping_clause, Skipping)
KPI_RULE(snapshot_clause, SnapshotRule)

KPI_RULE(label, Label)
KPI_RULE(message, Message)
KPI_RULE(names, Names)
KPI_RULE(type, Type)
KPI_RULE(link_type, Link)
KPI_RULE(year_of, YearOf)
KPI_RULE(currency_in, CurrencyIn)
KPI_RULE(effective, Effective)
KPI_RULE(for_clause, For)
KPI_RULE(every_clause, Every)
KPI_RULE(as_of_start, AsOfStart)
KPI_RULE(split_by_days, SplitByDays)
KPI_RULE(rounding, Rounding)
KPI_RULE(when, When)

KPI_RULE(currency, Currency)
KPI_RULE(precision, Precision)
KPI_RULE(precision_item, PrecisionItem)
KPI_RULE(calendar, Calendar)
KPI_RULE(fiscal_start, FiscalStart)
KPI_RULE(week_start, WeekStart)
KPI_RULE(timezone, Timezone)
KPI_RULE(holidays, Holidays)
KPI_RULE(use, Use)

KPI_RULE(table, Table)
KPI_RULE(table_like, TableLike)
KPI_RULE(table_from, TableFrom)
KPI_RULE(table_dated, TableDated)
KPI_RULE(table_credited, TableCredited)
KPI_RULE(credited_by, TableCreditedBy)
KPI_RULE(table_snapshot, TableSnapshot)
KPI_RULE(table_valid, TableValid)
KPI_RULE(table_covers, TableCovers)
KPI_RULE(table_unique, TableUnique)
KPI_RULE(column, Column)
KPI_RULE(column_title, Title)
KPI_RULE(in_multiples, InMultiples)
KPI_RULE(cell_form, CellForm)
KPI_RULE(none_marks, NoneMarks)
KPI_RULE(trimmed, Trimmed)
KPI_RULE(headers_of, HeadersOf)
KPI_RULE(header, Header)
KPI_RULE(let, Let)
KPI_RULE(check, Check)

KPI_RULE(role, Role)
KPI_RULE(metric, Metric)
KPI_RULE(better, Better)
KPI_RULE(zero_at, ZeroAt)
KPI_RULE(zero_target, ZeroTarget)
KPI_RULE(at_zero, AtZero)
KPI_RULE(better_within, BetterWithin)
KPI_RULE(unit_of_metric, Unit)
KPI_RULE(objective, Objective)
KPI_RULE(signed_ratio, Signed)
KPI_RULE(param, Param)
KPI_RULE(param_range, ParamRange)
KPI_RULE(target, Target)
KPI_RULE(target_level, Level)
KPI_RULE(adds_up, AddsUp)
KPI_RULE(tiers, Tiers)
KPI_RULE(tier_parameter, TierParameter)
KPI_RULE(ranked, Ranked)
KPI_RULE(ties, Ties)
KPI_RULE(grid_header, GridHeader)
KPI_RULE(else_row, ElseRow)
KPI_RULE(share_row, ShareRow)
KPI_RULE(condition_row, ConditionRow)
KPI_RULE(conditions, Conditions)
KPI_RULE(cells, Cells)
KPI_RULE(allow_drop, AllowDrop)

KPI_RULE(scorecard, Scorecard)
KPI_RULE(line, Line)
KPI_RULE(line_name, LineName)
KPI_RULE(first_weight, LineWeight)
KPI_RULE(line_weight, LineWeight)
KPI_RULE(line_target, LineTarget)
KPI_RULE(line_scored, LineScored)
KPI_RULE(line_cap, LineCap)
KPI_RULE(line_floor, LineFloor)
KPI_RULE(policy, Policy)
KPI_RULE(at_least, AtLeast)
KPI_RULE(adjust_value, Adjust)
KPI_RULE(grade, Grade)
KPI_RULE(payout, Payout)
KPI_RULE(amount, Amount)
KPI_RULE(carry, Carry)
KPI_RULE(cap_pool, CapPool)
KPI_RULE(rule, Rule)

KPI_RULE(test, Test)
KPI_RULE(given_table, Given)
KPI_RULE(given_row, GivenRow)
KPI_RULE(given_param, GivenParam)
KPI_RULE(as_of, AsOf)
KPI_RULE(expect, Expect)
KPI_RULE(expect_error, ExpectError)

KPI_RULE(whole_expression, ExpressionInput)
KPI_RULE(whole_query, QueryInput)
KPI_RULE(query_by, QueryBy)
KPI_RULE(query_key, GroupKey)

#undef KPI_RULE
#undef KPI_LEVEL

}  // namespace kpi::syntax

#pragma once

#include "grammar/lexical.hpp"

/// Formulas. There is one expression grammar; no alternative parses an operand twice.
namespace kpi::grammar {

// clang-format off

struct expression;                                   // with a closing `if none v`
struct clause_value;                                 // in a clause of a card: `if none` is a policy there
struct sum;

// a value
struct none_reason    : seq< before_reason, brackets< name > > {};
struct none_literal   : seq< word< Keyword::None >, opt< none_reason > > {};
struct boolean        : sor< word< Keyword::True >, word< Keyword::False > > {};
struct group          : brackets< expression > {};
struct arguments;
struct call           : seq< path, opt< arguments > > {};
struct text_value     : seq< text > {};
struct primary        : expect_as< Expected::Value,
                          sor< group, date, number, text_value, boolean, none_literal, call > > {};

// operators, from the tightest
struct factor         : seq< opt< sign< Symbol::Minus > >, primary > {};
struct times          : seq< sor< binary< Symbol::Times >, binary< Symbol::Divide > >, line_breaks > {};
struct product        : seq< factor, star< times, factor > > {};
struct plus_or_minus  : seq< sor< binary< Symbol::Plus >, binary< Symbol::Minus > >, line_breaks > {};
struct sum            : seq< product, star< plus_or_minus, product > > {};
struct choices        : seq< text, star< comma, text > > {};
struct one_of         : seq< word< Keyword::OneOf >, choices > {};
struct is_test        : seq< word< Keyword::Is >, sor< word< Keyword::Present >, none_literal, one_of > > {};
struct compare        : seq< sor< binary< Symbol::LessEqual >,    binary< Symbol::Less >,
                                  binary< Symbol::GreaterEqual >, binary< Symbol::Greater >,
                                  binary< Symbol::Equal >,        binary< Symbol::NotEqual >,
                                  binary< Symbol::Define >,       binary< Symbol::SqlNotEqual >,
                                  binary< Symbol::EqualsThrice > >, line_breaks > {};
struct comparison     : seq< sum, sor< expect_as< Expected::Operator, is_test >, star< compare, sum > > > {};
struct condition      : seq< opt< word< Keyword::Not > >, comparison > {};
struct junction       : seq< expect_as< Expected::Operator,
                               sor< word< Keyword::And >, word< Keyword::Or >,
                                    binary< Symbol::Ampersands >, binary< Symbol::Bars > > >, line_breaks > {};
struct logic          : seq< condition, star< junction, condition > > {};

// if c then a else b; the last branch is one operand, which from_tree() checks
struct else_value;
struct if_parts       : seq< word< Keyword::If >, unless_word< Keyword::None >, expression,
                             word_after_break< Keyword::Then >, line_breaks, expression,
                             word_after_break< Keyword::Else >, line_breaks, else_value > {};
struct if_expression  : nest< false, if_parts > {};
struct else_value     : sor< if_expression, logic > {};

// x if none v
struct fallback       : seq< sum > {};
struct if_none        : seq< expect_as< Expected::Operator, word< Keyword::If >, word< Keyword::None > >,
                             opt< none_reason >, fallback > {};
struct operand        : sor< if_expression, logic > {};
struct expression     : seq< operand, opt< if_none > > {};
struct clause_value   : operand {};

// periods and windows
struct period_word    : expect_as< Expected::PeriodWord,
                          sor< word< Keyword::Day >,     word< Keyword::Week >, word< Keyword::Month >,
                               word< Keyword::Quarter >, word< Keyword::Half >, word< Keyword::Year > > > {};
struct bound          : sor< date, number, path > {};
struct range          : sor< seq< word< Keyword::Since >, bound >,
                             seq< bound, opt< sor< word< Keyword::To >, word< Keyword::Until > >, bound > > > {};
struct window_phrase  : sor< word< Keyword::YearAgo >,       word< Keyword::YearToDate >,
                             word< Keyword::HalfToDate >,    word< Keyword::QuarterToDate >,
                             word< Keyword::MonthToDate >,   word< Keyword::AllTime >,
                             seq< word< Keyword::Last >,  sor< number, unit_token > >,   // a missing count is asked for
                             seq< word< Keyword::Prior >, number > > {};
struct window         : expect_as< Expected::Window,
                          sor< window_phrase, word< Keyword::Prior >, period_word, range > > {};
struct window_argument : seq< window_phrase > {};

// the words inside a call's brackets that say on what it is computed
struct subject        : sor< text_value,
                             seq< sor< word< Keyword::Team >, word< Keyword::Below >, word< Keyword::Reports >,
                                       word< Keyword::All >,  word< Keyword::Company > >,
                                  unless_sym< Symbol::Dot > >,
                             path > {};
struct group_key      : sor< seq< sor< word< Keyword::Day >,     word< Keyword::Week >, word< Keyword::Workday >,
                                       word< Keyword::Month >,   word< Keyword::Quarter >,
                                       word< Keyword::Half >,    word< Keyword::Year >, word< Keyword::Line >,
                                       word< Keyword::Team >,    word< Keyword::Below >, word< Keyword::Reports > >,
                                  unless_sym< Symbol::Dot > >,
                             path > {};
struct where_clause    : seq< word< Keyword::Where >, expression > {};
struct per_clause      : seq< word< Keyword::Per >, group_key > {};
struct of_clause       : seq< word< Keyword::Of >, subject > {};
struct during_clause   : seq< word< Keyword::During >, window > {};
struct among_clause    : seq< word< Keyword::Among >, path > {};
struct dated_clause    : seq< word< Keyword::Dated >, path > {};
struct credited_clause : seq< word< Keyword::Credited >, path > {};
struct else_even       : word< Keyword::ElseEven > {};
struct weight_clause   : seq< word< Keyword::Weight >, sum, opt< else_even > > {};
struct step_clause     : seq< word< Keyword::Step >, sum > {};
struct across_clause   : seq< word< Keyword::Across >, group_key > {};
struct skipping_clause : seq< word< Keyword::Skipping >, word< Keyword::None > > {};
struct snapshot_clause : sor< word< Keyword::SnapshotLast >, word< Keyword::SnapshotFirst >,
                              word< Keyword::SnapshotAverage > > {};
struct early_dated     : seq< word_before_value< Keyword::Dated >, path > {};     // a column may have that name
struct early_credited  : seq< word_before_value< Keyword::Credited >, path > {};
struct leading_clause  : sor< where_clause, per_clause, of_clause, during_clause, among_clause, early_dated,
                              early_credited > {};
struct context_clause  : expect_as< Expected::ContextWord,
                           sor< leading_clause, dated_clause, credited_clause, weight_clause, step_clause,
                                across_clause, skipping_clause, snapshot_clause > > {};

// f(a, b where … during …)
struct value_argument  : seq< expression, opt< word< Keyword::To >, expression > > {};
struct none_rule       : seq< word< Keyword::None >, sor< word< Keyword::Breaks >, word< Keyword::Skips > > > {};
struct dense           : seq< word< Keyword::Dense >, unless_sym< Symbol::Dot > > {};
struct argument        : sor< none_rule, window_argument, value_argument > {};
struct top_clause      : seq< word< Keyword::Top >, number, word< Keyword::Of > > {};
struct distinct        : word_before_value< Keyword::Distinct > {};
struct first_argument  : seq< opt< sor< distinct, top_clause > >, argument > {};
struct more_arguments  : seq< comma, sor< dense, argument > > {};
struct argument_list   : seq< sor< leading_clause, first_argument >, star< sor< more_arguments, context_clause > > > {};
struct arguments       : brackets< opt< argument_list > > {};

// clang-format on

}  // namespace kpi::grammar

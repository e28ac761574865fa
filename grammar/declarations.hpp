#pragma once

#include "grammar/expression.hpp"

/// The settings of a project and the declarations that are not scorecards or payouts.
namespace kpi::grammar {

// clang-format off

// { item ; item }: an item that does not parse is reported and skipped
template< class Item >
struct items          : star< more_items, sor< seq< Item, item_end >, skip_item >, opt< separators > > {};
template< class Item, class Open = sor< open_brace, assumed_brace > >
struct block          : seq< Open, opt< separators >, items< Item >,
                             sor< sym< Symbol::RightBrace >, missing_brace > > {};
// after a formula, which may go on where a line begins with a word
template< class Item >
struct opened_block   : block< Item, open_brace > {};

// heads
struct effective      : seq< word< Keyword::Effective >, range > {};
struct title          : seq< name, opt< label > > {};
struct for_clause     : seq< word< Keyword::For >, names > {};
struct every_clause   : seq< word< Keyword::Every >, period_word > {};
struct head_clauses   : star< expect_as< Expected::Clause, sor< for_clause, every_clause, effective > > > {};
struct message        : seq< colon, text > {};                      // explains, after a condition

// types
struct type_step      : seq< number > {};
struct link_type      : seq< sym< Symbol::Arrow >, name, opt< word< Keyword::Or >, word< Keyword::Unmatched > > > {};
struct choice_type    : seq< one_of > {};
struct year_of        : seq< word< Keyword::Of >, bound > {};
struct period_type    : seq< word< Keyword::Period >, period_word, opt< year_of > > {};
struct multiple       : sor< word< Keyword::Thousands >, word< Keyword::TenThousands >,
                             word< Keyword::Millions >, word< Keyword::HundredMillions > > {};
struct currency_in    : seq< word< Keyword::In >, not_at< multiple >, plain_path > {};
struct money_type     : seq< word< Keyword::Money >, opt< sor< currency_in, currency_code > >, opt< type_step > > {};
struct ratio_type     : seq< word< Keyword::Ratio >, opt< word< Keyword::In >, word< Keyword::Percent > >, opt< type_step > > {};
struct plain_type     : seq< sor< word< Keyword::Key >,   word< Keyword::TextType >, word< Keyword::Number >,
                                  word< Keyword::Count >, word< Keyword::Bool >,     word< Keyword::Datetime >,
                                  word< Keyword::Date >,  word< Keyword::Points >,   word< Keyword::Days >,
                                  word< Keyword::Hours > >, opt< type_step > > {};
struct type           : seq< opt< word< Keyword::Optional > >,
                             expect_as< Expected::Type,
                               sor< link_type, choice_type, period_type, money_type, ratio_type, plain_type > > > {};

// currency CNY   precision { ratio 0.01% }   calendar { week starts monday }   use std.sales
struct currency       : seq< word< Keyword::Currency >, name > {};
struct mode           : expect_as< Expected::Mode,
                          sor< word< Keyword::HalfUp >, word< Keyword::HalfEven >, word< Keyword::ModeUp >,
                               word< Keyword::ModeDown >, word< Keyword::ModeFloor >, word< Keyword::ModeCeil > > > {};
struct precision_unit : sor< word< Keyword::Ratio >,  word< Keyword::Points >, word< Keyword::Money >, word< Keyword::Pp >,
                             word< Keyword::Number >, word< Keyword::Count >,  word< Keyword::Days >,  word< Keyword::Hours > > {};
struct precision_item : seq< precision_unit, clause_value, opt< mode > > {};
struct precision      : seq< word< Keyword::Precision >, block< precision_item > > {};
struct fiscal_start   : seq< word< Keyword::Fiscal >, opt< word< Keyword::Year > >, word< Keyword::Starts >, clause_value > {};
struct week_start     : seq< word< Keyword::Week >, word< Keyword::Starts >, name > {};
struct timezone       : seq< word< Keyword::Timezone >, text > {};
struct holidays       : seq< word< Keyword::Holidays >, plain_path > {};
struct calendar       : seq< word< Keyword::Calendar >, block< sor< fiscal_start, week_start, timezone, holidays > > > {};
struct use            : seq< word< Keyword::Use >, sor< text, plain_path > > {};

// table orders "订单" dated order_date credited rep { amount : money from "amount" }
struct table_like     : seq< word< Keyword::Like >, plain_path > {};
struct table_from     : seq< word< Keyword::From >, plain_path > {};
struct table_dated    : seq< word< Keyword::Dated >, plain_path > {};
struct credited_by    : seq< word< Keyword::Credited >, word< Keyword::By >, plain_path > {};
struct table_credited : seq< word< Keyword::Credited >, plain_path > {};
struct table_snapshot : seq< word< Keyword::Snapshot >, name > {};
struct table_valid    : seq< word< Keyword::Valid >, word< Keyword::Starting >, name,
                             sor< word< Keyword::Until >, word< Keyword::To > >, name > {};
struct table_covers   : seq< word< Keyword::Covers >, range > {};
struct table_unique   : seq< word< Keyword::Unique >, names > {};
struct table_clauses  : star< expect_as< Expected::Clause,
                          sor< table_like, table_from, table_dated, credited_by, table_credited, table_snapshot,
                               table_valid, table_covers, table_unique, effective > > > {};
struct let            : seq< word< Keyword::Let >, title, define, expression > {};
struct check          : seq< word_before_value< Keyword::Check >, expression, opt< message > > {};
// as the file writes it: amount : optional money in thousands as "1,234.50" none "-" from "Amount"
struct in_multiples   : seq< word< Keyword::In >, multiple > {};
struct cell_form      : seq< word< Keyword::As >, text > {};
struct none_marks     : seq< word< Keyword::None >, text, star< comma, text > > {};
// a row for every header:  quota : money from "M01" to "M12"   month : period month of year from headers of quota
struct header_texts   : seq< text, sor< seq< word< Keyword::To >, text >, star< comma, text > > > {};
struct headers_of     : seq< word< Keyword::HeadersOf >, name > {};
struct header         : seq< word< Keyword::From >, sor< word< Keyword::None >, headers_of, header_texts > > {};
struct trimmed        : word< Keyword::Trimmed > {};
struct way_of_writing : sor< in_multiples, cell_form, none_marks, trimmed, header > {};
struct written        : seq< way_of_writing, star< way_of_writing > > {};  // each once, in any order
struct column_title   : seq< title > {};
struct titles         : seq< column_title, star< comma, column_title > > {};
struct column         : seq< titles, sor< seq< colon, type, opt< written > >, written > > {};
struct table_item     : expect_as< Expected::Item, sor< let, check, column > > {};
struct table          : seq< word< Keyword::Table >, title, table_clauses, opt< block< table_item > > > {};

// a formula that does not parse leaves its declaration standing
struct formula        : sor< seq< expression, formula_end >, skip_formula > {};
struct definition     : seq< define, formula > {};

// role manager "销售经理" = reps where title == "manager"
struct role_rows      : seq< name, opt< word< Keyword::Where >, formula > > {};
struct role           : seq< word< Keyword::Role >, title, opt< effective >, define, role_rows > {};

// metric margin "毛利率" = sum(orders.margin) / sum(orders.amount) { better higher }
struct zero_at        : seq< word< Keyword::ZeroAt >, sum, word< Keyword::And >, sum > {};
struct zero_target    : seq< word< Keyword::ZeroTarget >, sum, word< Keyword::Else >, sum > {};
struct at_zero        : seq< word< Keyword::AtZero >, sum > {};
struct better_higher  : seq< word< Keyword::Higher >, opt< word< Keyword::Linear > > > {};
struct better_lower   : seq< word< Keyword::Lower >, opt< sor< word< Keyword::Linear >, word< Keyword::Inverse > > > > {};
struct better_within  : seq< word< Keyword::Within >, sum, word< Keyword::To >, sum > {};
struct better         : seq< word< Keyword::Better >, sor< better_higher, better_lower, better_within >,
                             star< opt< comma >, sor< zero_at, zero_target, at_zero > > > {};
struct rounding       : seq< word< Keyword::Round >, sor< seq< number, opt< mode > >, mode > > {};
struct unit_of_metric : seq< word< Keyword::Unit >, text > {};
struct objective      : seq< word< Keyword::Objective >, text > {};
struct signed_ratio   : word< Keyword::Signed > {};
struct metric_item    : expect_as< Expected::Item, sor< better, rounding, unit_of_metric, objective, signed_ratio > > {};
struct metric         : seq< word< Keyword::Metric >, title, opt< effective >, definition, opt< opened_block< metric_item > > > {};

// param floor "起付线" : ratio = 80% within 50% to 100%
struct param_range    : seq< word< Keyword::Within >, sum, word< Keyword::To >, sum > {};
struct param          : seq< word< Keyword::Param >, title, opt< effective >, colon, type, define, operand, opt< param_range > > {};

// target revenue for veteran every quarter = only(quotas.quota) { stretch only(quotas.stretch) }
struct target_level   : seq< sor< word< Keyword::Target >, word< Keyword::Baseline >, word< Keyword::Stretch > >, expression > {};
struct adds_up        : word< Keyword::AddsUp > {};
struct target_item    : expect_as< Expected::Item, sor< target_level, better, rounding, adds_up > > {};
struct target         : seq< word< Keyword::Target >, title, head_clauses, opt< definition >, opt< opened_block< target_item > > > {};

// tiers completion(x: ratio) -> points whole { x < 80% : 0 ; else : 100 points * x }
struct tier_parameter : seq< name, colon, type > {};
struct tier_parameters: brackets< tier_parameter, star< comma, tier_parameter > > {};
struct ties           : seq< opt< comma >, word< Keyword::Ties >, sor< word< Keyword::Up >, word< Keyword::Down > > > {};
struct ranked         : seq< word< Keyword::Ranked >, word< Keyword::Among >, plain_path, opt< ties > > {};
struct tier_kind      : sor< word< Keyword::Whole >, word< Keyword::Marginal >, word< Keyword::Interpolated >, ranked > {};
struct cells          : seq< clause_value, star< comma, clause_value > > {};
struct grid_header    : seq< colon, cells > {};
struct else_row       : seq< word< Keyword::Else >, colon, cells > {};
struct share_row      : seq< sor< word< Keyword::Top >, word< Keyword::Next > >, number, colon, cells > {};
struct conditions     : seq< clause_value, star< comma, clause_value > > {};
struct condition_row  : seq< conditions, colon, cells > {};
struct allow_drop     : word< Keyword::AllowDrop > {};
struct tier_row       : sor< grid_header, else_row, share_row, condition_row > {};
struct tier_item      : expect_as< Expected::Item, sor< allow_drop, rounding, tier_row > > {};
struct tiers          : seq< word< Keyword::Tiers >, title, tier_parameters, sym< Symbol::Arrow >, type, opt< tier_kind >,
                             opt< effective >, block< tier_item > > {};

// clang-format on

}  // namespace kpi::grammar

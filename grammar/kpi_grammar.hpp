#pragma once

#include "grammar/declarations.hpp"

/// A rule file, and the two inputs of the command line. Read lexical.hpp, expression.hpp and
/// declarations.hpp first. grammar/README.md tells the same in prose.
namespace kpi::grammar {

// clang-format off

// the adjustments of a card or payout, run top to bottom as written
struct when            : seq< word< Keyword::When >, clause_value > {};
struct adjust_value    : seq< sor< item_word< Keyword::Add >, item_word< Keyword::Deduct >,
                                   item_word< Keyword::Cap >, item_word< Keyword::Floor > >,
                              clause_value, opt< when >, opt< message > > {};
struct adjust_round    : seq< rounding > {};
struct adjust          : sor< adjust_value, adjust_round > {};

// if none zero   if none(no_data) fail   if none redistribute, at least 60%   if none 0 CNY
struct at_least        : seq< opt< comma >, word< Keyword::AtLeast >, clause_value > {};
struct policy_value    : clause_value {};
struct policy_action   : expect_as< Expected::Policy,
                           sor< word< Keyword::Zero >, word< Keyword::Full >, word< Keyword::Fail >, word< Keyword::Hold >,
                                seq< word< Keyword::Redistribute >, opt< at_least > >, policy_value > > {};
struct policy          : seq< word< Keyword::If >, word< Keyword::None >, opt< none_reason >, policy_action > {};

// revenue weight 40% target 90% scored completion(attainment) cap 120 if none zero
struct line_weight     : seq< word< Keyword::Weight >, clause_value > {};      // a second one is reported
struct line_target     : seq< sor< word< Keyword::Target >, word_on_next_line< Keyword::Target > >, clause_value > {};
struct line_scored     : seq< sor< word< Keyword::Scored >, word_on_next_line< Keyword::Scored > >, clause_value > {};
struct line_cap        : seq< word< Keyword::Cap >, clause_value > {};
struct line_floor      : seq< word< Keyword::Floor >, clause_value > {};
struct first_weight    : seq< sor< word< Keyword::Weight >, word_on_next_line< Keyword::Weight > >, clause_value > {};
struct line_clause     : expect_as< Expected::Clause,
                           sor< line_weight, line_target, line_scored, line_cap, line_floor, better, rounding, policy > > {};
struct line_name       : seq< title, colon > {};
struct measure         : seq< sum > {};
struct line            : seq< opt< line_name >, measure, opt< label >, first_weight, star< line_clause > > {};

// scorecard mature_rep "成熟产品销售" for veteran every quarter { … }
struct as_of_start     : seq< word< Keyword::AsOf >, word< Keyword::Start > > {};
struct split_by_days   : seq< word< Keyword::Split >, word< Keyword::By >, word< Keyword::Days > > {};
struct card_clauses    : star< expect_as< Expected::Clause,
                           sor< for_clause, every_clause, effective, as_of_start, split_by_days > > > {};
struct grade           : seq< item_word< Keyword::Grade >, plain_path > {};
struct card_item       : expect_as< Expected::Item, sor< policy, adjust, grade, line > > {};
struct scorecard       : seq< word< Keyword::Scorecard >, title, card_clauses, block< card_item > > {};

// payout bonus "奖金" for mature_rep { amount base_pay * 20% ; round 0.01 CNY ; if none hold }
struct amount          : seq< word< Keyword::Amount >, clause_value > {};
struct carry           : seq< word< Keyword::Carry >, name, colon, type, define, clause_value, opt< every_clause >,
                              word_after_break< Keyword::Then >, line_breaks, clause_value > {};
struct cap_pool        : seq< word< Keyword::CapPool >, clause_value > {};
struct payout_item     : expect_as< Expected::Item, sor< amount, policy, carry, cap_pool, adjust > > {};
struct payout          : seq< word< Keyword::Payout >, title, head_clauses, block< payout_item > > {};

// rule chase "回款预警" for veteran every month when collection_rate < 80% : "{name}"
struct rule_condition  : seq< word< Keyword::When >, expression > {};
struct rule            : seq< word< Keyword::Rule >, title, head_clauses, rule_condition, opt< message > > {};

// test "80 % earns 80 points" { given reps { rep_id ; "R1" } ; expect … }
struct cell            : seq< opt< sign< Symbol::Minus > >, sor< date, number, text_value, boolean, none_literal > > {};
struct given_header    : seq< names > {};
struct given_row       : seq< cell, star< comma, cell > > {};
struct given_table     : seq< word< Keyword::Given >, name,
                              open_brace, opt< separators >, given_header, item_end, opt< separators >,
                              items< given_row >, sor< sym< Symbol::RightBrace >, missing_brace > > {};
struct given_param     : seq< word< Keyword::Given >, name, define, operand > {};
struct as_of           : seq< word< Keyword::AsOf >, date > {};
struct expect_error    : seq< word< Keyword::Error >, name > {};
struct expect_value    : seq< expression > {};
struct expect          : seq< word< Keyword::Expect >, sor< expect_error, expect_value > > {};
struct test_item       : expect_as< Expected::Item, sor< given_table, given_param, as_of, expect > > {};
struct test            : seq< word< Keyword::Test >, text, block< test_item > > {};

// the file
struct declaration     : expect_as< Expected::Declaration,
                           sor< currency, precision, calendar, use, table, role, metric, param, target, tiers,
                                scorecard, payout, rule, test > > {};
struct declarations    : seq< opt< separators >,
                              star< more_text, sor< seq< declaration, declaration_end >, skip_declaration >,
                                    opt< separators > > > {};

// kpi eval: one expression
struct whole_expression : seq< line_breaks, expression, line_breaks, all_read > {};

// kpi query: revenue, margin by region, month during 2025 where revenue > 0 CNY for veteran
struct query_key       : sor< seq< period_word, unless_sym< Symbol::Dot > >, path > {};
struct query_by        : seq< word< Keyword::By >, query_key, star< comma, query_key > > {};
struct query_measures  : seq< operand, star< comma, operand > > {};
struct query_clauses   : star< expect_as< Expected::Clause,
                           sor< query_by, during_clause, where_clause, for_clause > > > {};
struct whole_query     : seq< line_breaks, query_measures, query_clauses, line_breaks, all_read > {};

// clang-format on

}  // namespace kpi::grammar

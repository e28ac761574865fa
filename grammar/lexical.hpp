#pragma once

#include "grammar/terminals.hpp"

/// Literals and names.
namespace kpi::grammar {

// clang-format off

using pegtl::at;
using pegtl::digit;
using pegtl::not_at;
using pegtl::one;
using pegtl::opt;
using pegtl::plus;
using pegtl::rep;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

// 1_000.5   80%   50万   1.2亿   1000 CNY   30 days   10 pp   5 points
// 1,000 is read as the one number it looks like, so that its message can say what to write.
struct digits        : seq< digit, star< opt< one< '_' > >, digit > > {};
struct comma_group   : seq< pegtl::utf8::one< U',', U'，' >, rep< 3, digit >, not_at< digit > > {};
struct comma_groups  : seq< digit, pegtl::rep_opt< 2, digit >, plus< comma_group > > {};
struct digit_text    : seq< sor< comma_groups, digits >, opt< one< '.' >, digits > > {};
struct scale         : seq< blanks, pegtl::utf8::one< U'万', U'萬', U'亿', U'億' > > {};
struct percent_sign  : sign< Symbol::Percent > {};
struct number_chars  : seq< blanks, digit_text, opt< scale >, opt< sor< percent_sign, unit_token > > > {};
struct number        : expect_as< Expected::Number, number_chars > {};

// 2025-03-31   2025-03   2025-Q1   2025-H1   2025-W07   FY2025   FY2025-Q1
// Four digits glued to `-` and a digit, Q, H or W are a date or an error, never a subtraction.
struct date_letter   : sor< digit, one< 'Q', 'H', 'W' >, at< one< 'q', 'h', 'w' >, digit > > {};
struct date_part     : seq< one< '-' >, at< date_letter >, plus< pegtl::alnum > > {};
struct year_digits   : seq< rep< 4, digit >, not_at< digit > > {};
struct fiscal_chars  : seq< pegtl::string< 'F', 'Y' >, year_digits, star< date_part > > {};
struct slash_part    : seq< one< '/' >, digit, opt< digit > > {};   // 2025/03/31, reported
struct slash_date    : seq< year_digits, rep< 2, slash_part >, not_at< pegtl::alnum > > {};
struct date_chars    : seq< blanks, sor< seq< year_digits, plus< date_part > >, slash_date, fiscal_chars > > {};
struct date          : expect_as< Expected::Date, date_chars > {};

struct text          : text_token {};                               // "…" or “…”
struct label         : seq< text > {};                              // right after a name; for display
struct names         : seq< name, star< sym< Symbol::Comma >, line_breaks, name > > {};
struct path          : seq< operand_name, star< sym< Symbol::Dot >, any_name > > {};
struct plain_path    : seq< name, star< sym< Symbol::Dot >, any_name > > {};

struct comma         : seq< sym< Symbol::Comma >, line_breaks > {};
struct colon         : sym< Symbol::Colon > {};
struct define        : seq< sym< Symbol::Define >, line_breaks > {};

template< class... Rules >
struct brackets      : nest< true, sym< Symbol::LeftParen >, Rules..., sym< Symbol::RightParen > > {};

// clang-format on

}  // namespace kpi::grammar

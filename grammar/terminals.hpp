#pragma once

#include <cstddef>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "grammar/keywords.hpp"

/// The smallest rules: words, punctuation, blanks and line ends. What they accept is decided by the
/// parse state (src/syntax/parse_state.hpp), which knows the keyword table, the full-width twins,
/// whether a line break counts here, and what was expected where.
///
/// Every terminal skips the blanks before it, so a rule ends where its last word ends.
namespace kpi::grammar {

namespace pegtl = tao::pegtl;
using syntax::Expected;
using syntax::Keyword;
using syntax::Symbol;

using syntax::kNoMatch;

/// Calls Rule::scan(state, offset), which gives the offset after the match or kNoMatch.
template <class Rule>
struct scanned {
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class,
            template <class...> class, class Input, class State>
  [[nodiscard]] static bool match(Input& in, State& st) {
    const std::size_t at = st.offset_of(in.current());
    const std::size_t end = Rule::scan(st, at);
    if (end == kNoMatch) return false;
    in.bump(end - at);
    return true;
  }
};
struct takes_text {};    // for analyze(): success consumes something
struct takes_blanks {};  // success may consume nothing

template <class Rule>
struct token : scanned<Rule> {
  using rule_t = takes_text;
};
template <class Rule>
struct lookahead : scanned<Rule> {
  using rule_t = takes_blanks;
};

#define KPI_TERMINAL(base, name, call)                   \
  struct name : base<name> {                             \
    template <class State>                               \
    static std::size_t scan(State& st, std::size_t at) { \
      return st.call;                                    \
    }                                                    \
  };
#define KPI_TERMINAL_OF(base, Which, name, call)         \
  template <Which W>                                     \
  struct name : base<name<W>> {                          \
    template <class State>                               \
    static std::size_t scan(State& st, std::size_t at) { \
      return st.call;                                    \
    }                                                    \
  };

// clang-format off

/// One word of the keyword table, in any spelling.
KPI_TERMINAL_OF(token, Keyword, word, keyword(at, W))
/// The same where a line may break before it: `then`, `else`.
KPI_TERMINAL_OF(token, Keyword, word_after_break, keyword_after_break(at, W))
/// The same at the start of the next line; a blank line ends the item.
KPI_TERMINAL_OF(token, Keyword, word_on_next_line, keyword_on_next_line(at, W))
/// The same where a value must follow, else the word is a name itself: `distinct`, `check`.
KPI_TERMINAL_OF(token, Keyword, word_before_value, keyword_before_value(at, W))
/// A word that begins an item, unless it is the name of a line: `cap weight 40%`.
KPI_TERMINAL_OF(token, Keyword, item_word, item_keyword(at, W))
KPI_TERMINAL_OF(token, Symbol, sym, symbol(at, W))
/// A binary operator; kept in the tree.
KPI_TERMINAL_OF(token, Symbol, binary, binary_operator(at, W))
KPI_TERMINAL_OF(token, Symbol, sign, sign_operator(at, W))

KPI_TERMINAL(token, name,          name(at))               // not a reserved word, or in backticks
KPI_TERMINAL(token, any_name,      any_name(at))           // after a dot every word is a name
KPI_TERMINAL(token, operand_name,  operand_name(at))       // not a keyword that opens something here
KPI_TERMINAL(token, text_token,    text(at))
KPI_TERMINAL(token, unit_token,    unit(at))               // `days`, `CNY`, `元` right after a number
KPI_TERMINAL(token, currency_code, currency_code(at))      // `CNY`
KPI_TERMINAL(token, open_brace,    open_brace(at))         // may stand on the next line
KPI_TERMINAL(token, separators,    separators(at))         // line ends and `;`
KPI_TERMINAL(token, skip_item,     skip_item(at))          // reports what failed, up to the end of the item
KPI_TERMINAL(lookahead, skip_formula, skip_formula(at))
KPI_TERMINAL(token, skip_declaration, skip_declaration(at))

KPI_TERMINAL(lookahead, blanks,        blanks(at))
KPI_TERMINAL(lookahead, line_breaks,   line_breaks(at))    // a line may break here
KPI_TERMINAL(lookahead, item_end,      item_end(at))
KPI_TERMINAL(lookahead, formula_end,   formula_end(at))    // item_end, or a block follows
KPI_TERMINAL(lookahead, declaration_end, declaration_end(at))
KPI_TERMINAL(lookahead, all_read,      all_read(at))
KPI_TERMINAL(lookahead, more_items,    more_items(at))     // neither `}` nor the end
KPI_TERMINAL(lookahead, more_text,     more_text(at))
KPI_TERMINAL(lookahead, assumed_brace, assumed_brace(at))  // reports the block that is not opened
KPI_TERMINAL(lookahead, missing_brace, missing_brace(at))  // reports the block that is not closed
KPI_TERMINAL(lookahead, before_reason, before_reason(at))  // `(no_data)`, not a value in brackets
KPI_TERMINAL_OF(lookahead, Keyword, unless_word, unless_keyword(at, W))
KPI_TERMINAL_OF(lookahead, Symbol, unless_sym, unless_symbol(at, W))

// clang-format on
#undef KPI_TERMINAL
#undef KPI_TERMINAL_OF

/// Runs the rules with the state's nesting raised; beyond the bound they do not match.
template <bool InBrackets, class... Rules>
struct nest {
  using rule_t = typename pegtl::seq<Rules...>::rule_t;
  using subs_t = pegtl::type_list<Rules...>;
  template <pegtl::apply_mode A, pegtl::rewind_mode, template <class...> class Action,
            template <class...> class Control, class Input, class State>
  [[nodiscard]] static bool match(Input& in, State& st) {
    const auto guard = st.enter(st.offset_of(in.current()), InBrackets);
    if (!guard) return false;
    return Control<pegtl::seq<Rules...>>::template match<A, pegtl::rewind_mode::required, Action,
                                                         Control>(in, st);
  }
};

/// Where the rules fail at their very first word, the message says `E`, not each alternative.
template <Expected E, class... Rules>
struct expect_as {
  using rule_t = typename pegtl::seq<Rules...>::rule_t;
  using subs_t = pegtl::type_list<Rules...>;
  template <pegtl::apply_mode A, pegtl::rewind_mode, template <class...> class Action,
            template <class...> class Control, class Input, class State>
  [[nodiscard]] static bool match(Input& in, State& st) {
    const auto mark = st.mark_expectations(st.offset_of(in.current()));
    const bool matched =
        Control<pegtl::seq<Rules...>>::template match<A, pegtl::rewind_mode::required, Action,
                                                      Control>(in, st);
    if (!matched) st.expect_instead(mark, E);
    return matched;
  }
};

}  // namespace kpi::grammar

namespace tao::pegtl {
template <class Name>
struct analyze_traits<Name, kpi::grammar::takes_text> : analyze_any_traits<> {};
template <class Name>
struct analyze_traits<Name, kpi::grammar::takes_blanks> : analyze_opt_traits<> {};
}  // namespace tao::pegtl

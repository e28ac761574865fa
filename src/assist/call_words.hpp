#pragma once

#include "assist/cursor.hpp"
#include "assist/functions.hpp"
#include "assist/names.hpp"
#include "syntax/accepted.hpp"

/// What may stand where the cursor is in a call's brackets. The grammar takes every word of a
/// context in the brackets of any name; which of them mean something depends on what is called.
namespace kpi::assist {

/// `not`, `if`, `none` …: words that a value may begin with.
bool opens_value(syntax::Keyword word);

class CallPlace {
 public:
  CallPlace(const Cursor& cursor, const Names& names);

  /// Whether the word, which the grammar takes here, means something in these brackets.
  bool takes(syntax::Keyword word) const;
  /// Whether a value may stand here: of a metric's brackets none, nor where only a word fits.
  bool takes_value() const;

 private:
  enum class Callee : std::uint8_t { None, Unknown, Function, Metric, Payout, Tiers };
  enum class Argument : std::uint8_t { First, Next, Written };

  bool has(syntax::Keyword word) const;
  bool follows_during() const;
  bool is_by_words() const;

  const Cursor& cursor_;
  Callee callee_ = Callee::None;
  const Function* function_ = nullptr;
  Argument argument_ = Argument::Written;
};

}  // namespace kpi::assist

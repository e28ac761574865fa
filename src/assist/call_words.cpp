#include "assist/call_words.hpp"

#include <algorithm>

namespace kpi::assist {
namespace {

using K = syntax::Keyword;

bool is_one_of(K word, std::initializer_list<K> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Words that begin a clause of the context.
bool opens_clause(K word) {
  return is_one_of(word, {K::Where, K::Per, K::Of, K::During, K::Among, K::Dated, K::Credited,
                          K::Weight, K::Step, K::Across, K::Skipping, K::SnapshotLast,
                          K::SnapshotFirst, K::SnapshotAverage});
}

bool is_window(K word) {
  return is_one_of(word, {K::Prior, K::YearAgo, K::Last, K::YearToDate, K::HalfToDate,
                          K::QuarterToDate, K::MonthToDate, K::AllTime});
}

}  // namespace

bool opens_value(K word) {
  return is_one_of(word, {K::Not, K::If, K::True, K::False, K::None});
}

CallPlace::CallPlace(const Cursor& cursor, const Names& names) : cursor_(cursor) {
  if (cursor.brackets.empty() || cursor.brackets.back().callee.empty()) return;
  const std::string& name = cursor.brackets.back().callee;
  if (const auto id = names.declared(name)) {
    const NameKind kind = names[*id].kind;
    callee_ = kind == NameKind::Metric   ? Callee::Metric
              : kind == NameKind::Payout ? Callee::Payout
              : kind == NameKind::Tiers  ? Callee::Tiers
                                         : Callee::Unknown;
  } else {
    function_ = find_function(name);
    callee_ = function_ != nullptr ? Callee::Function : Callee::Unknown;
  }
  const Token& last = cursor.tokens.back();
  if (last.is("(")) argument_ = Argument::First;
  if (last.is(",")) argument_ = Argument::Next;
}

bool CallPlace::has(K word) const {
  switch (callee_) {
    case Callee::None:
    case Callee::Unknown: return true;
    case Callee::Metric: return is_one_of(word, {K::Of, K::During, K::Dated, K::Credited});
    case Callee::Payout: return is_one_of(word, {K::Of, K::During});
    case Callee::Tiers: return false;
    case Callee::Function: break;
  }
  const auto& words = function_->words;
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Whether the clause that is being written says `during`, behind which `to` joins two days.
bool CallPlace::follows_during() const {
  for (std::size_t i = cursor_.tokens.size(); i-- > cursor_.brackets.back().first;) {
    if (cursor_.tokens[i].is(K::During)) return true;
    if (cursor_.tokens[i].is(",")) return false;
  }
  return false;
}

/// Whether the next argument is a word: `growth(m, prior)`, `streak(c, none breaks)`.
bool CallPlace::is_by_words() const {
  if (callee_ != Callee::Function || argument_ != Argument::Next) return false;
  return is_one_of(function_->name, {K::GrowthFunction, K::ChangeFunction, K::StreakFunction,
                                     K::RankFunction, K::ShareFunction});
}

bool CallPlace::takes(K word) const {
  if (callee_ == Callee::None) return true;
  if (opens_value(word)) return takes_value() || (is_by_words() && word == K::None && has(word));
  if (word == K::To) return has(word) || follows_during();
  if (is_window(word)) return is_by_words() && has(word);
  if (is_one_of(word, {K::Distinct, K::Top, K::Dense})) return has(word);
  if (!opens_clause(word) || argument_ == Argument::Written)
    return !opens_clause(word) || has(word);
  const bool counts_groups = callee_ == Callee::Function && word == K::Per &&
                             function_->name == K::CountFunction;  // `count(per month where …)`
  return counts_groups || ((callee_ == Callee::Metric || callee_ == Callee::Payout) && has(word));
}

bool CallPlace::takes_value() const {
  const bool named = callee_ == Callee::Metric || callee_ == Callee::Payout;
  return !is_by_words() && !(named && argument_ != Argument::Written);
}

}  // namespace kpi::assist

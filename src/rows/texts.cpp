#include "rows/texts.hpp"

namespace kpi::rows {
namespace {

std::vector<std::int64_t> intern_all(table::Dictionary& into, const table::Dictionary& from) {
  std::vector<std::int64_t> codes;
  codes.reserve(from.size());
  for (std::size_t code = 0; code < from.size(); ++code) {
    codes.push_back(into.intern(from.text(static_cast<std::int64_t>(code))));
  }
  return codes;
}

}  // namespace

const table::Dictionary& Texts::of_constant(const std::string& text) {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto& dictionary = constants_[text];
  if (!dictionary) {
    dictionary = std::make_unique<table::Dictionary>();
    dictionary->intern(text);
  }
  return *dictionary;
}

const table::Dictionary& Texts::of_choices(TableId table, ColumnId column,
                                           const std::vector<std::string>& choices) {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto& dictionary = choices_[{table, column}];
  if (!dictionary) {
    dictionary = std::make_unique<table::Dictionary>();
    for (const std::string& choice : choices)
      dictionary->intern(choice);
  }
  return *dictionary;
}

const table::Dictionary& Texts::of_tiers(TiersId tiers, const std::vector<TierRow>& rows) {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto& dictionary = tiers_[tiers];
  if (!dictionary) {
    dictionary = std::make_unique<table::Dictionary>();
    for (const TierRow& row : rows)
      dictionary->intern(row.text);
  }
  return *dictionary;
}

const TextUnion& Texts::unite(const table::Dictionary& first, const table::Dictionary& second) {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto& both = unions_[{&first, &second}];
  if (!both) {
    both = std::make_unique<TextUnion>();
    both->first = intern_all(both->dictionary, first);
    both->second = intern_all(both->dictionary, second);
  }
  return *both;
}

}  // namespace kpi::rows

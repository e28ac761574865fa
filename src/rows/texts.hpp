#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "program/program.hpp"
#include "table/table.hpp"

namespace kpi::rows {

/// The texts of two dictionaries in one, and where the codes of each have gone.
struct TextUnion {
  table::Dictionary dictionary;
  std::vector<std::int64_t> first, second;
};

/// Dictionaries of the texts that no column's own dictionary holds: constants, the choices of
/// `one of`, the cells of tiers, and results that mix texts of two origins. Each is made once, so
/// that the codes of an expression mean the same in every block. Safe to use from several threads.
class Texts {
 public:
  const table::Dictionary& of_constant(const std::string& text);
  const table::Dictionary& of_choices(TableId table, ColumnId column,
                                      const std::vector<std::string>& choices);
  const table::Dictionary& of_tiers(TiersId tiers, const std::vector<TierRow>& rows);
  const TextUnion& unite(const table::Dictionary& first, const table::Dictionary& second);

 private:
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<table::Dictionary>> constants_;
  std::map<std::pair<TableId, ColumnId>, std::unique_ptr<table::Dictionary>> choices_;
  std::map<TiersId, std::unique_ptr<table::Dictionary>> tiers_;
  std::map<std::pair<const table::Dictionary*, const table::Dictionary*>,
           std::unique_ptr<TextUnion>>
      unions_;
};

}  // namespace kpi::rows

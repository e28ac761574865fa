#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assist/cursor.hpp"
#include "assist/model.hpp"

/// Whose rows and which people the place of the cursor is about.
namespace kpi::assist {

class TablesAt {
 public:
  TablesAt(const Cursor& cursor, const Model& model)
      : cursor_(cursor), model_(model), names_(model.names) {}

  std::optional<NameId> of_rows() const;
  std::optional<NameId> of_head() const;
  std::optional<NameId> people() const;
  std::vector<NameId> everybody() const;
  std::optional<NameId> compared_column() const;
  std::optional<NameId> step(std::optional<NameId> table, const std::string& name) const;

 private:
  bool heads(syntax::Keyword word) const;
  std::optional<NameId> people_of(NameId id) const;

  const Cursor& cursor_;
  const Model& model_;
  const Names& names_;
};

}  // namespace kpi::assist

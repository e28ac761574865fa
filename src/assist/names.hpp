#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "driver/study.hpp"

/// Every name of the rules: where it is declared, where it is read. Everything that jumps to a
/// declaration, lists its readers or renames it asks here.
namespace kpi::assist {

enum class NameKind : std::uint8_t {
  Table,
  Column,
  Let,
  Role,
  Metric,
  Param,
  Tiers,
  Argument,
  Scorecard,
  Line,
  Payout,
  State,
  Rule
};
Text word_for(NameKind kind);

using NameId = Id<struct NameTag>;

struct DeclaredName {
  NameKind kind = NameKind::Metric;
  std::string name;
  std::string label;
  std::string doc;
  Span at;       // the name
  Span item;     // all of the declaration
  NameId owner;  // of a column its table, of a line its card, …
  std::size_t file = 0;
  std::size_t declaration = 0;      // in the file
  const ast::Type* type = nullptr;  // of a column
  const ast::Column* column = nullptr;
};

/// A place where a name stands.
struct NamePlace {
  Span at;
  bool declares = false;
};

class Names {
 public:
  explicit Names(const driver::Studied& studied);

  const IdVector<NameId, DeclaredName>& all() const { return all_; }
  const DeclaredName& operator[](NameId id) const { return all_[id]; }
  /// What the name at the offset stands for, and the place of the name.
  struct Found {
    NameId id;
    Span at;
  };
  std::optional<Found> at(FileId file, std::uint32_t offset) const;
  /// Declarations first (a name with versions has several), then readers, in the order of the text.
  std::vector<NamePlace> places(NameId id) const;
  /// Of the project's common name space; nothing for a column or the like.
  std::optional<NameId> declared(const std::string& name) const;
  /// Columns and calculated columns of a table, also those it is like.
  std::vector<NameId> columns(NameId table) const;
  /// The table that a column links to.
  std::optional<NameId> linked(NameId column) const;
  /// What stands for the same thing: a column of a table `like` another is that other's column.
  NameId root(NameId id) const;
  bool is_of_library(NameId id) const;
  /// What is declared in the item that covers the place and lies in no smaller one.
  std::optional<NameId> enclosing(Span span) const;

 private:
  using Place = check::NameUses::Place;
  void declare(const driver::Studied& studied, std::size_t file);
  NameId add(DeclaredName name);
  void add_parts(const ast::Declaration& declaration, const DeclaredName& head, NameId owner);
  void find_bases();
  void find_items();
  std::optional<NameId> known(Span declared) const;

  const driver::Studied& studied_;
  IdVector<NameId, DeclaredName> all_;
  std::map<std::string, NameId> by_name_;
  std::map<Place, NameId> by_place_;  // of the name, or of the item
  std::map<Place, NameId> uses_;      // every place of a name
  std::map<NameId, NameId> roots_;
  std::map<NameId, NameId> bases_;  // table -> the table it is like
  std::map<NameId, std::vector<NameId>> parts_;
};

}  // namespace kpi::assist

#pragma once

#include <cstdint>
#include <map>
#include <tuple>

#include "source/source.hpp"

namespace kpi::check {

/// Which declaration each name of the rules stands for, as the checker found it out. Names are
/// known by their places: `declared` is that of the declaration's name, or, of a calculated column,
/// a carried state or a line of a card, of the whole item. Where a name was looked up more than
/// once, the last answer is what it stands for.
class NameUses {
 public:
  using Place = std::tuple<FileId, std::uint32_t, std::uint32_t>;  // file, begin, end
  static Place place(Span span) { return {span.file, span.begin, span.end}; }

  void add(Span at, Span declared) { uses_[place(at)] = declared; }
  const std::map<Place, Span>& all() const { return uses_; }

 private:
  std::map<Place, Span> uses_;
};

}  // namespace kpi::check

#pragma once

#include <optional>
#include <string>

#include "assist/model.hpp"
#include "diag/render.hpp"

/// What is said about the thing under the cursor.
namespace kpi::assist {

struct Hover {
  Span at;
  std::string markdown;
  std::optional<NameId> name;  // of the name it is about, if it is one
};
/// Nothing where there is nothing to say.
std::optional<Hover> hover(const Model& model, std::uint32_t offset, Language language);

/// The function whose brackets the place is in.
struct Signature {
  std::string label;
  std::vector<std::string> parameters;  // parts of the label
  std::size_t active = 0;
  std::string doc;
};
std::optional<Signature> signature(const Model& model, std::string_view text, std::size_t offset,
                                   Language language);

}  // namespace kpi::assist

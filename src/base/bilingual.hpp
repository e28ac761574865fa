#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kpi {

/// A label in two languages, as the library writes its own: `销售额 · sales`.
struct LabelHalves {
  std::string_view chinese, other;
};

/// The two halves, if it is one: Chinese before ` · `, a word of another language behind it.
std::optional<LabelHalves> bilingual(std::string_view label);

}  // namespace kpi

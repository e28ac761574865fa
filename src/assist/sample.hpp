#pragma once

#include <optional>
#include <string>

#include "assist/model.hpp"
#include "diag/render.hpp"

/// Values of the sample: the folder `data` beside the rules, its first person and its last whole
/// period.
namespace kpi::assist {

/// The folder, if there is one.
std::optional<std::string> sample_folder(const Model& model, const io::Files& files);
/// Bytes of the files in it.
std::uint64_t sample_size(const std::string& folder, const io::Files& files);

/// `revenue` is 1,200.00 CNY for R01 in 2025-Q2. Nothing where the sample gives no value: there is
/// none, or the rules have never been without errors.
std::optional<std::string> sample_value(const Model& model, NameId id, const io::Files& files,
                                        Language language);

}  // namespace kpi::assist

#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

/// Reading what another program sent: whatever is not there or of another kind is absent.
namespace kpi::lsp {

using Json = nlohmann::json;

/// The member of an object; null for whatever has none.
const Json& member(const Json& object, const char* name);
/// `member(member(object, a), b)`, …
const Json& member(const Json& object, std::initializer_list<const char*> path);
std::optional<std::string> text_of(const Json& value);
std::optional<std::int64_t> number_of(const Json& value);
bool is_true(const Json& value);
/// Nothing that is no JSON.
std::optional<Json> parsed(const std::string& text);
/// Bytes that are not UTF-8 become U+FFFD.
std::string written(const Json& value);

}  // namespace kpi::lsp

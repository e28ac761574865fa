#include "lsp/json.hpp"

#include <nlohmann/json.hpp>

namespace kpi::lsp {

const Json& member(const Json& object, const char* name) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

const Json& member(const Json& object, std::initializer_list<const char*> path) {
  const Json* at = &object;
  for (const char* name : path)
    at = &member(*at, name);
  return *at;
}

std::optional<std::string> text_of(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

std::optional<std::int64_t> number_of(const Json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

bool is_true(const Json& value) {
  return value.is_boolean() && value.get<bool>();
}

std::optional<Json> parsed(const std::string& text) {
  Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  return value;
}

std::string written(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace kpi::lsp

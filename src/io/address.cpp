#include "io/address.hpp"

#include <algorithm>
#include <cstddef>

namespace kpi::io {
namespace {

constexpr std::string_view kSchemes[] = {"postgres://", "postgresql://"};

struct Range {
  std::size_t begin;
  std::size_t end;
};

std::size_t behind_scheme(std::string_view address) {
  const std::size_t slashes = address.find("://");
  return slashes == std::string_view::npos ? address.size() : slashes + 3;
}

/// Behind the user, up to the last `@`: a password with `/`, `#` or `@` in it stands there as a
/// whole, although no server would be found so.
std::optional<Range> password_of_user(std::string_view address) {
  std::size_t from = behind_scheme(address);
  if (address.substr(from, 1) == "[") from = address.find(']', from);  // a numeric address
  const std::size_t colon = address.find_first_of(":/?#", from);
  if (colon == std::string_view::npos || address[colon] != ':') return std::nullopt;
  const std::size_t begin = colon + 1;
  const std::size_t digits = address.find_first_not_of("0123456789", begin);
  const bool is_port = digits == std::string_view::npos ||
                       std::string_view("/?#,").find(address[digits]) != std::string_view::npos;
  if (is_port) return std::nullopt;
  const std::size_t at = address.rfind('@');
  const bool has_end = at != std::string_view::npos && at >= begin;
  return Range{begin, has_end ? at : address.size()};
}

/// `?password=…`, and that of a key: `sslpassword=…`.
std::optional<Range> password_of_query(std::string_view address) {
  constexpr std::string_view kWord = "password=";
  const std::size_t query = std::min(address.find('?'), address.size());
  const std::size_t word = address.find(kWord, query);
  if (word == std::string_view::npos) return std::nullopt;
  const std::size_t begin = word + kWord.size();
  return Range{begin, std::min(address.find('&', begin), address.size())};
}

std::optional<Range> password_in(std::string_view address) {
  if (!is_address(address)) return std::nullopt;
  const auto of_user = password_of_user(address);
  return of_user ? of_user : password_of_query(address);
}

}  // namespace

bool is_address(std::string_view path) {
  return std::any_of(std::begin(kSchemes), std::end(kSchemes), [&](std::string_view scheme) {
    return path.substr(0, scheme.size()) == scheme;
  });
}

bool holds_password(std::string_view address) {
  return password_in(address).has_value();
}

std::string without_password(const std::string& address) {
  const auto found = password_in(address);
  if (!found) return address;
  return address.substr(0, found->begin) + "***" + address.substr(found->end);
}

}  // namespace kpi::io

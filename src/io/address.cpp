#include "io/address.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace kpi::io {
namespace {

constexpr std::string_view kSchemes[] = {"postgres://", "postgresql://"};

struct Range {
  std::size_t begin;
  std::size_t end;
};

/// Behind the scheme of the address in a text.
std::optional<std::size_t> behind_scheme(std::string_view text) {
  for (const std::string_view scheme : kSchemes) {
    const std::size_t at = text.find(scheme);
    if (at != std::string_view::npos) return at + scheme.size();
  }
  return std::nullopt;
}

bool is_port(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  return end == std::string_view::npos || std::string_view("/?#,").find(text[end]) != text.npos;
}

/// Where `?` begins the query, or the end: behind the `@` of a user, whose password may hold one.
std::size_t query_of(std::string_view text, std::size_t from) {
  const std::size_t slash = std::min(text.find('/', from), text.size());
  const std::size_t at = text.substr(0, slash).rfind('@');
  const bool has_user = at != std::string_view::npos && at >= from;
  return std::min(text.find('?', has_user ? at : from), text.size());
}

/// Behind the user, up to the last `@`: a password with `/`, `#` or `@` in it stands there as a
/// whole, although no server would be found so.
std::optional<Range> password_of_user(std::string_view text, std::size_t from) {
  const std::string_view address = text.substr(0, query_of(text, from));
  const std::size_t last = address.rfind('@');
  const bool names_user = last != std::string_view::npos && last >= from;
  if (!names_user && address.substr(from, 1) == "[") {  // a numeric address of a host
    from = std::min(address.find(']', from), address.size());
  }
  const std::size_t colon = address.find_first_of(":/#@", from);
  if (colon == std::string_view::npos || address[colon] != ':') return std::nullopt;
  const std::size_t begin = colon + 1;
  if (names_user) return Range{begin, std::max(begin, last)};
  if (is_port(address.substr(begin))) return std::nullopt;
  return Range{begin, address.size()};
}

/// `?password=…`, and that of a key: `sslpassword=…`.
std::vector<Range> passwords_of_query(std::string_view text, std::size_t from) {
  constexpr std::string_view kWord = "password=";
  std::vector<Range> found;
  std::size_t word = text.find(kWord, query_of(text, from));
  while (word != std::string_view::npos) {
    const std::size_t begin = word + kWord.size();
    found.push_back({begin, std::min(text.find('&', begin), text.size())});
    word = text.find(kWord, found.back().end);
  }
  return found;
}

std::vector<Range> passwords_in(std::string_view text) {
  const auto from = behind_scheme(text);
  if (!from) return {};
  std::vector<Range> found = passwords_of_query(text, *from);
  if (const auto of_user = password_of_user(text, *from)) found.insert(found.begin(), *of_user);
  return found;
}

}  // namespace

bool is_address(std::string_view path) {
  return std::any_of(std::begin(kSchemes), std::end(kSchemes), [&](std::string_view scheme) {
    return path.substr(0, scheme.size()) == scheme;
  });
}

std::string_view without_sqlite(std::string_view path) {
  constexpr std::string_view kScheme = "sqlite:";
  return path.substr(path.substr(0, kScheme.size()) == kScheme ? kScheme.size() : 0);
}

bool holds_password(std::string_view address) {
  return is_address(address) && !passwords_in(address).empty();
}

std::string without_password(const std::string& text) {
  std::string shown;
  std::size_t at = 0;
  for (const Range& range : passwords_in(text)) {
    shown += text.substr(at, range.begin - at) + "***";
    at = range.end;
  }
  return shown + text.substr(at);
}

}  // namespace kpi::io

#include "assist/spelling.hpp"

#include "syntax/keywords.hpp"
#include "syntax/scanner.hpp"

namespace kpi::assist {

bool is_name(std::string_view name) {
  const std::string quoted = "`" + std::string(name) + "`";
  return !name.empty() && syntax::Scanner(quoted).quoted_end(0) == quoted.size();
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && syntax::Scanner(name).word_end(0) == name.size() &&
         !syntax::is_reserved(name);
}

std::string written(const std::string& name) {
  return is_plain_name(name) ? name : "`" + name + "`";
}

}  // namespace kpi::assist

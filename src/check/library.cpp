#include "check/library.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "check/library_names.hpp"

namespace kpi::check {
bool is_in_library(const Checker& checker, Span span) {
  return std::any_of(checker.libraries.begin(), checker.libraries.end(),
                     [&](const auto& library) { return library.second->file == span.file; });
}

bool lacks_library(const Checker& checker) {
  return checker.unread.count("use") + checker.unread.count("引用") != 0;
}

void hint_library(const Checker& checker, Diagnostic& diagnostic, const std::string& name,
                  Span span) {
  std::vector<std::string> known;  // here, or to the library
  for (const auto& [declared, symbol] : checker.symbols) {
    if (is_of_library(declared)) known.push_back(declared);
  }
  for (const std::string& other : names_in_library()) {
    if (checker.find(other) == nullptr) known.push_back(other);
  }
  const auto close = nearest(name, known);
  if (const auto file = library_file_of(name)) {
    diagnostic.hint(Text::is_in_library, {{"file", *file}});
  } else if (close && checker.find(*close) != nullptr) {
    diagnostic.hint(Text::did_you_mean, {{"name", *close}}).fix(span, *close, false);
  } else if (close) {
    diagnostic
        .hint(Text::nearest_in_library, {{"name", *close}, {"file", *library_file_of(*close)}})
        .fix(span, *close, false);
  } else {
    diagnostic.hint(Text::none_in_library);
  }
}

}  // namespace kpi::check

#include "check/library.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "check/library_names.hpp"

namespace kpi::check {
bool is_in_library(const Checker& checker, Span span) {
  return std::any_of(checker.libraries.begin(), checker.libraries.end(),
                     [&](const auto& library) { return library.second->file == span.file; });
}

void hint_library(Diagnostic& diagnostic, const std::string& name, Span span) {
  if (const auto file = library_file_of(name)) {
    diagnostic.hint(Text::is_in_library, {{"file", *file}});
  } else if (const auto close = nearest(name, names_in_library())) {
    diagnostic
        .hint(Text::nearest_in_library, {{"name", *close}, {"file", *library_file_of(*close)}})
        .fix(span, *close, false);
  } else {
    diagnostic.hint(Text::none_in_library);
  }
}

}  // namespace kpi::check

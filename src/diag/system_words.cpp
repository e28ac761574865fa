#include "diag/system_words.hpp"

#include <utility>

namespace kpi {

Argument why_argument(std::string_view words_of_system, bool writing) {
  constexpr std::pair<std::string_view, Text> kKnown[] = {
      {"No such file or directory", Text::system_no_such_file},
      {"No such file", Text::system_no_such_file},
      {"Permission denied", Text::system_not_permitted},
      {"Operation not permitted", Text::system_not_permitted},
      {"Is a directory", Text::system_is_folder},
      {"Not a directory", Text::system_no_folder},
      {"No space left on device", Text::system_no_space},
      {"Read-only file system", Text::system_read_only},
      {"Text file busy", Text::system_in_use},
      {"Device or resource busy", Text::system_in_use}};
  for (const auto& [words, text] : kKnown) {
    if (words != words_of_system) continue;
    const bool folder = writing && text == Text::system_no_such_file;
    return {"why", folder ? Text::system_no_such_folder : text};
  }
  return {"why", words_of_system};
}

}  // namespace kpi

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/diagnostic.hpp"

namespace kpi::cli {

/// One option as it is written, explained and checked.
struct OptionSpec {
  std::string_view name;        // --period
  std::string_view short_name;  // -o; may be empty
  std::string_view value;       // P; empty for a switch
  Text text;
  std::vector<std::string_view> choices;  // empty: any value
  bool repeats = false;
};

/// What stands on the command line behind the command.
struct Arguments {
  std::vector<std::string> words;                          // what is no option: FILE, EXPR
  std::map<std::string, std::vector<std::string>> values;  // by option name; switches: empty text

  /// Where a project file says it: by option and value.
  std::map<std::pair<std::string, std::string>, DataPlace> said_at;

  bool has(std::string_view option) const;
  std::optional<std::string> value(std::string_view option) const;
  std::vector<std::string> all(std::string_view option) const;
};

/// Reads the arguments of a command; mistakes are reported with what was probably meant.
Arguments read_arguments(std::string_view command, const std::vector<OptionSpec>& options,
                         const std::vector<std::string>& arguments, Diagnostics& diagnostics);

/// `a=b` split at the first `=`, for --set and --table; reports and drops what has no such form.
std::map<std::string, std::string> assignments(const Arguments& arguments, std::string_view option,
                                               std::string_view form, Diagnostics& diagnostics);

}  // namespace kpi::cli

#include "cli/arguments.hpp"

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

#include "base/text.hpp"
#include "io/address.hpp"

namespace kpi::cli {
namespace {

/// `-x` or `--xyz`, but not `-5` or `-(a)`: those are expressions.
bool looks_like_option(const std::string& text) {
  if (text.size() < 2 || text[0] != '-') return false;
  const char next = text[1];
  return next == '-' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

std::string without_value(const std::string& option) {
  return option.substr(0, option.find('='));
}

/// What other tools call an option, and what it is called here; empty if there is no such word.
std::string_view other_name(std::string_view option) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"--during", "--period"},  {"--for", "--period"},          {"--month", "--period"},
      {"--quarter", "--period"}, {"--year", "--period"},         {"--date", "--as-of"},
      {"--person", "--of"},      {"--subject", "--of"},          {"--rep", "--of"},
      {"--json", "--format"},    {"--csv", "--format"},          {"--md", "--format"},
      {"--xlsx", "--format"},    {"--separator", "--delimiter"}, {"--charset", "--encoding"}};
  const auto name = std::find_if(std::begin(kNames), std::end(kNames),
                                 [&](const auto& row) { return row.first == option; });
  return name == std::end(kNames) ? std::string_view() : name->second;
}

void report_unknown(std::string_view command, const std::vector<OptionSpec>& options,
                    const std::string& text, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const OptionSpec& spec : options)
    names.emplace_back(spec.name);
  const std::string option = without_value(text);
  Diagnostic& report = diagnostics.report(
      Code::unknown_option, {}, {{"command", "kpi " + std::string(command)}, {"option", option}});
  const std::string_view other = other_name(option);
  if (std::find(names.begin(), names.end(), other) != names.end()) {
    report.hint(Text::did_you_mean, {{"name", other}});
  } else if (const auto name = nearest(option, names)) {
    report.hint(Text::did_you_mean, {{"name", *name}});
  }
}

std::string join(const std::vector<std::string_view>& texts) {
  std::string out;
  for (const std::string_view text : texts) {
    if (!out.empty()) out += ", ";
    out += text;
  }
  return out;
}

void check_choice(const OptionSpec& spec, const std::string& value, Diagnostics& diagnostics) {
  if (spec.choices.empty()) return;
  if (std::find(spec.choices.begin(), spec.choices.end(), value) != spec.choices.end()) return;
  const std::vector<std::string> names(spec.choices.begin(), spec.choices.end());
  Diagnostic& report = diagnostics.report(
      Code::bad_choice, {},
      {{"value", value}, {"option", spec.name}, {"choices", join(spec.choices)}});
  if (const auto name = nearest(value, names)) report.hint(Text::did_you_mean, {{"name", *name}});
}

/// The option names of CLI11: `-o,--output`.
std::string declared_name(const OptionSpec& spec) {
  const std::string name(spec.name);
  return spec.short_name.empty() ? name : std::string(spec.short_name) + "," + name;
}

/// CLI11 puts the option in front of its message: `--period: 1 required TEXT missing`.
void report_parse_error(const CLI::ParseError& error, const std::vector<OptionSpec>& options,
                        Diagnostics& diagnostics) {
  const std::string message = error.what();
  for (const OptionSpec& spec : options) {
    const std::string lead = std::string(spec.name) + ":";
    if (message.compare(0, lead.size(), lead) != 0 || spec.value.empty()) continue;
    diagnostics.report(Code::option_without_value, {}, {{"option", spec.name}});
    return;
  }
  diagnostics.report(Code::bad_usage, {}, {{"text", message}});
}

class Reader {
 public:
  explicit Reader(const std::vector<OptionSpec>& options) : options_(options) {
    app_.set_help_flag();
    app_.allow_extras();
    app_.add_option("words", words_);
    values_.resize(options.size());
    for (std::size_t i = 0; i < options.size(); ++i) {
      const std::string name = declared_name(options[i]);
      added_.push_back(options[i].value.empty()
                           ? app_.add_flag(name)
                           : app_.add_option(name, values_[i])->allow_extra_args(false));
    }
  }

  Arguments read(std::string_view command, std::vector<std::string> arguments,
                 Diagnostics& diagnostics) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    Arguments out;
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
      report_parse_error(error, options_, diagnostics);
      return out;
    }
    out.words = words_;
    for (const std::string& extra : app_.remaining()) {
      if (looks_like_option(extra)) {
        report_unknown(command, options_, extra, diagnostics);
      } else {
        out.words.push_back(extra);
      }
    }
    for (std::size_t i = 0; i < options_.size(); ++i)
      take(i, out, diagnostics);
    return out;
  }

 private:
  void take(std::size_t index, Arguments& out, Diagnostics& diagnostics) {
    const OptionSpec& spec = options_[index];
    if (added_[index]->count() == 0) return;
    std::vector<std::string> values = values_[index];
    if (spec.value.empty()) values = {std::string()};
    if (values.size() > 1 && !spec.repeats) {
      diagnostics.report(Code::option_repeated, {}, {{"option", spec.name}});
    }
    if (!spec.value.empty()) {
      for (const std::string& value : values)
        check_choice(spec, value, diagnostics);
    }
    out.values.emplace(std::string(spec.name), std::move(values));
  }

  const std::vector<OptionSpec>& options_;
  CLI::App app_;
  std::vector<std::string> words_;
  std::vector<std::vector<std::string>> values_;
  std::vector<CLI::Option*> added_;
};

}  // namespace

bool Arguments::has(std::string_view option) const {
  return values.find(std::string(option)) != values.end();
}

std::optional<std::string> Arguments::value(std::string_view option) const {
  const auto found = values.find(std::string(option));
  if (found == values.end()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Arguments::all(std::string_view option) const {
  const auto found = values.find(std::string(option));
  return found == values.end() ? std::vector<std::string>() : found->second;
}

Arguments read_arguments(std::string_view command, const std::vector<OptionSpec>& options,
                         const std::vector<std::string>& arguments, Diagnostics& diagnostics) {
  return Reader(options).read(command, arguments, diagnostics);
}

std::map<std::string, std::string> assignments(const Arguments& arguments, std::string_view option,
                                               std::string_view form, Diagnostics& diagnostics) {
  std::map<std::string, std::string> out;
  for (const std::string& text : arguments.all(option)) {
    const std::size_t equals = text.find('=');
    const std::string name(trim(std::string_view(text).substr(0, equals)));
    if (equals == std::string::npos || name.empty()) {
      diagnostics.report(
          Code::bad_assignment, {},
          {{"option", option}, {"form", form}, {"value", io::without_password(text)}});
    } else if (!out.emplace(name, text.substr(equals + 1)).second) {
      const std::string twice = std::string(option) + " " + name;
      diagnostics.report(Code::option_repeated, {}, {{"option", twice}});
    }
  }
  return out;
}

}  // namespace kpi::cli

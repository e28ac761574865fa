#include "cli/help.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "cli/options.hpp"

namespace kpi::cli {
namespace {

struct Entry {
  std::string name;
  std::string text;
};

/// Names in one column, texts in the next.
std::string columns(const std::vector<Entry>& entries) {
  int width = 0;
  for (const Entry& entry : entries)
    width = std::max(width, display_width(entry.name));
  std::string out;
  for (const Entry& entry : entries) {
    out += "  " + pad_right(entry.name, width) + "  " + entry.text + '\n';
  }
  return out;
}

std::string indented(const std::string& lines) {
  std::string out = "  ";
  for (const char c : lines) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out + '\n';
}

}  // namespace

std::string written(const OptionSpec& spec) {
  std::string name = spec.short_name.empty() ? std::string() : std::string(spec.short_name) + ", ";
  name += spec.name;
  return spec.value.empty() ? name : name + ' ' + std::string(spec.value);
}

std::string explained(const OptionSpec& spec, const Shell& shell) {
  std::string choices;
  for (const std::string_view choice : spec.choices) {
    choices += (choices.empty() ? "" : ", ") + std::string(choice);
  }
  const std::string text = shell.text(spec.text);
  if (choices.empty()) return text;
  return shell.text(Text::cli_choices, {{"text", text}, {"choices", choices}});
}

std::string usage_of(const Command& command) {
  std::string usage = "kpi " + std::string(command.name);
  for (const Word& word : command.words) {
    usage += ' ';
    const std::string name(word.name);
    usage += word.name == "EXPR" ? "'EXPR'" : word.optional ? "[" + name + "]" : name;
  }
  for (const Word& needed : command.needed) {
    for (const OptionSpec& spec : command.options) {
      if (spec.name == needed.name) usage += ' ' + written(spec);
    }
  }
  return usage + " [options]";
}

std::string general_help(const Shell& shell) {
  std::vector<Entry> entries;
  for (const Command& command : commands()) {
    entries.push_back({std::string(command.name), shell.text(command.about)});
  }
  entries.push_back({"help", shell.text(Text::cmd_help)});
  const std::vector<Entry> options = {{written(lang_option()), explained(lang_option(), shell)},
                                      {written(help_option()), shell.text(Text::opt_help)},
                                      {"--version", shell.text(Text::opt_version)}};
  return shell.text(Text::cli_about) + "\n\n" +
         shell.text(Text::cli_usage, {{"text", "kpi COMMAND FILE [options]"}}) + "\n\n" +
         shell.text(Text::cli_commands) + '\n' + columns(entries) + '\n' +
         shell.text(Text::cli_options) + '\n' + columns(options) + '\n' +
         shell.text(Text::cli_examples) + '\n' + indented(shell.text(Text::example_kpi)) + '\n' +
         shell.text(Text::cli_more) + '\n';
}

std::string command_help(const Command& command, const Shell& shell) {
  std::vector<Entry> entries;
  for (const OptionSpec& spec : command.options) {
    entries.push_back({written(spec), explained(spec, shell)});
  }
  return shell.text(Text::cli_usage, {{"text", usage_of(command)}}) + "\n\n" +
         shell.text(command.about) + "\n\n" + shell.text(Text::cli_options) + '\n' +
         columns(entries) + '\n' + shell.text(Text::cli_examples) + '\n' +
         indented(shell.text(command.examples));
}

namespace {

/// The files that stand before the examples of a page: its fenced blocks without the text.
std::string blocks_of(std::string_view text) {
  constexpr std::string_view kFence = "\n```";
  std::string blocks;
  for (std::size_t at = text.find(kFence); at != std::string_view::npos;) {
    const std::size_t close = text.find(kFence, at + 1);
    if (close == std::string_view::npos) break;
    const std::size_t end = close + kFence.size();
    blocks += std::string(text.substr(at, end - at)) + '\n';
    at = text.find(kFence, end);
  }
  return blocks;
}

}  // namespace

std::optional<Code> code_meant(const std::string& name) {
  constexpr std::size_t kCodeDigits = 4;
  const std::size_t first = name.find_first_of("0123456789");
  const std::string family = name.substr(0, first);
  const std::string digits = first == std::string::npos ? std::string() : name.substr(first);
  const bool is_family = family.size() <= 1 && family.find_first_not_of("EWew") == family.npos;
  const bool is_number = !digits.empty() && digits.size() <= kCodeDigits &&
                         digits.find_first_not_of("0123456789") == digits.npos;
  if (!is_family || !is_number) return std::nullopt;
  const std::string number = std::string(kCodeDigits - digits.size(), '0') + digits;
  for (const std::string& each : {family, std::string("E"), std::string("W")}) {
    if (const auto code = find_code(each + number)) return code;
  }
  return std::nullopt;
}

std::string page_text(std::string_view page, Language language) {
  constexpr std::string_view kChinese = "\n## 中文：";
  const std::size_t chinese = page.find(kChinese);
  if (chinese == std::string_view::npos) return std::string(page);
  const std::string_view english = page.substr(0, chinese);
  if (language == Language::English) return std::string(english);
  const std::size_t colon = english.find(':');  // `# E0301: title`
  const std::size_t examples = std::min(english.find("\n## "), english.size());
  std::string out(english.substr(0, colon));
  out += "：" + std::string(page.substr(chinese + kChinese.size()));
  std::string shown(english.substr(examples));
  constexpr std::pair<std::string_view, std::string_view> kHeads[] = {
      {"\n## Wrong\n", "\n## 错误写法\n"},
      {"\n## Right\n", "\n## 正确写法\n"},
      {"\n## Example\n", "\n## 示例\n"}};
  for (const auto& [head, translated] : kHeads) {
    const std::size_t at = shown.find(head);
    if (at != std::string::npos) shown.replace(at, head.size(), translated);
  }
  return out + blocks_of(english.substr(0, examples)) + shown;
}

}  // namespace kpi::cli

#include <cctype>
#include <regex>

#include "spec.hpp"

namespace kpi::spec {
namespace {

constexpr int kLinesSearchedForNeeds = 10;

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

std::size_t count_leading(std::string_view text, char c) {
  const std::size_t end = text.find_first_not_of(c);
  return end == std::string_view::npos ? text.size() : end;
}

/// Files may not leave the folder of the case, nor reach the repository through its links.
bool is_safe_name(std::string_view name) {
  return name.front() != '/' && name.find("..") == std::string_view::npos &&
         !starts_with(name, "examples/") && !starts_with(name, "stdlib/") &&
         !starts_with(name, "data-real/");
}

class Parser {
 public:
  explicit Parser(std::string_view markdown) {
    suite_.lines = split_lines(markdown);
    suite_.sections.push_back({"(start of file)", 0, 1, -1, {}});
  }

  Suite parse() {
    for (at_ = 0; at_ < suite_.lines.size(); ++at_) {
      const std::string& line = suite_.lines[at_];
      if (starts_with(line, "```")) {
        read_block(line);
      } else if (starts_with(line, "#")) {
        read_heading(line);
      } else if (at_ < kLinesSearchedForNeeds && line == "<!-- needs: KPI_TEST_DATA -->") {
        suite_.needs_data = true;
      }
    }
    return std::move(suite_);
  }

 private:
  int line_number(std::size_t index) const { return static_cast<int>(index) + 1; }
  void complain(std::size_t index, std::string text) {
    suite_.problems.push_back({line_number(index), std::move(text)});
  }

  void read_heading(const std::string& line) {
    const std::size_t level = count_leading(line, '#');
    if (level > 6 || level == line.size() || line[level] != ' ') return;
    int parent = static_cast<int>(suite_.sections.size()) - 1;
    while (suite_.sections[static_cast<std::size_t>(parent)].level >= static_cast<int>(level)) {
      parent = suite_.sections[static_cast<std::size_t>(parent)].parent;
    }
    std::string title = line.substr(level + 1);
    const Section& above = suite_.sections[static_cast<std::size_t>(parent)];
    if (above.level > 0) title = above.title + " / " + title;
    suite_.sections.push_back({title, static_cast<int>(level), line_number(at_), parent, {}});
  }

  /// Reads a fenced block; afterwards `at_` is its closing fence.
  void read_block(const std::string& opening) {
    const std::string fence(count_leading(opening, '`'), '`');
    const std::size_t begin = at_ + 1;
    std::size_t end = begin;
    while (end < suite_.lines.size() && !closes(suite_.lines[end], fence))
      ++end;
    if (end == suite_.lines.size()) complain(at_, "this block is never closed");
    use_block(trimmed(std::string_view(opening).substr(fence.size())), fence, begin, end);
    at_ = end;
  }

  static bool closes(const std::string& line, const std::string& fence) {
    const std::size_t ticks = count_leading(line, '`');
    return ticks >= fence.size() && line.find_first_not_of(" \t", ticks) == std::string::npos;
  }

  /// `info` is what stands behind the opening fence: `csv data/new orders.csv`.
  void use_block(std::string_view info, const std::string& fence, std::size_t begin,
                 std::size_t end) {
    const std::string kind(info.substr(0, info.find_first_of(" \t")));
    if (kind == "console") {
      read_commands(fence, begin, end);
    } else if (kind == "kpi" || kind == "csv" || kind == "file") {
      std::string name(trimmed(info.substr(kind.size())));
      if (name.empty() && kind == "kpi") name = "plan.kpi";
      if (name.empty()) {
        // A table shown in a text has no name; only `file` must have one.
        if (kind == "file") complain(at_, "a `file` block needs a name");
      } else if (!is_safe_name(name)) {
        complain(at_, "`" + name + "` is not a name inside the folder of the case");
      } else {
        add_file(kind, name, begin, end);
      }
    }
  }

  void add_file(const std::string& kind, const std::string& name, std::size_t begin,
                std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i)
      text += suite_.lines[i] + "\n";
    std::vector<Step>& steps = suite_.sections.back().steps;
    std::vector<Finding> expected;
    if (kind == "kpi") expected = findings_asked_for(text);
    steps.push_back({line_number(at_), WriteFile{name, std::move(text)}});
    if (!expected.empty()) steps.push_back({line_number(at_), CheckFile{name, expected}});
  }

  void read_commands(const std::string& fence, std::size_t begin, std::size_t end) {
    std::vector<Step>& steps = suite_.sections.back().steps;
    for (std::size_t i = begin; i < end;) {
      if (!starts_with(suite_.lines[i], "$ ")) {
        complain(i, "a console block begins with a line `$ command`");
        return;
      }
      RunCommand command;
      command.fence = fence;
      const int line = line_number(i);
      command.text = suite_.lines[i++].substr(2);
      while (i < end && !command.text.empty() && command.text.back() == '\\')
        command.text += "\n" + suite_.lines[i++];
      command.first = i;
      while (i < end && !starts_with(suite_.lines[i], "$ ")) {
        command.output.push_back(suite_.lines[i++]);
      }
      command.last = i;
      take_input(command);
      take_exit_code(command);
      steps.push_back({line, std::move(command)});
    }
  }

  /// `kpi R01> revenue` in what a session prints is what was typed into it.
  static void take_input(RunCommand& command) {
    static const std::regex kPrompt(R"((?:kpi[^>]*|\.\.\.)> ?(.*))");
    if (!starts_with(command.text, "kpi repl ")) return;
    std::smatch match;
    for (const std::string& line : command.output) {
      if (std::regex_match(line, match, kPrompt)) command.input += match.str(1) + "\n";
    }
    if (!command.input.empty()) command.text += " --echo";
  }

  static void take_exit_code(RunCommand& command) {
    static const std::regex kPattern(R"(\[exit (\d{1,3})\])");
    std::smatch match;
    if (command.output.empty() || !std::regex_match(command.output.back(), match, kPattern)) return;
    command.exit_code = std::stoi(match[1]);
    command.output.pop_back();
  }

  Suite suite_;
  std::size_t at_ = 0;
};

}  // namespace

bool Section::is_case() const {
  for (const Step& step : steps) {
    if (!std::holds_alternative<WriteFile>(step.action)) return true;
  }
  return false;
}

Lines split_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

Suite parse_suite(std::string_view markdown) {
  return Parser(markdown).parse();
}

std::vector<Finding> findings_asked_for(std::string_view rules) {
  static const std::regex kComment(R"(#\s*((?:error|warning|note)\[\w+\].*)$)");
  static const std::regex kFinding(R"((error|warning|note)\[\w+\])");
  std::vector<Finding> findings;
  int number = 0;
  for (const std::string& line : split_lines(rules)) {
    ++number;
    std::smatch match;
    if (!std::regex_search(line, match, kComment)) continue;
    const std::string text = match[1];
    for (std::sregex_iterator it(text.begin(), text.end(), kFinding), end; it != end; ++it) {
      findings.push_back({number, it->str()});
    }
  }
  return findings;
}

std::vector<Finding> findings_reported(const Lines& output, std::string_view file) {
  static const std::regex kPattern(R"(^(.+?):(\d+):(?:\d+:)? ((?:error|warning|note)\[\w+\]).*)");
  std::vector<Finding> findings;
  for (const std::string& line : output) {
    std::smatch match;
    if (!std::regex_match(line, match, kPattern)) continue;
    if (match[1].str() == file) {
      findings.push_back({std::stoi(match[2]), match[3]});
    } else {
      findings.push_back({0, line});
    }
  }
  return findings;
}

}  // namespace kpi::spec

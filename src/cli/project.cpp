#include "cli/project.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "cli/options.hpp"
#include "diag/system_words.hpp"
#include "io/address.hpp"
#include "io/delimiter.hpp"
#include "io/encoding.hpp"

namespace kpi::cli {
namespace {

/// Gives an address a name for the other lines.
constexpr std::string_view kConnection{};

/// The words of a line, and the option that says the same.
struct Entry {
  const char* english;
  const char* chinese;
  std::string_view option;
  bool of_all;    // stands without the name of a table
  bool of_table;  // with one
};
constexpr Entry kEntries[] = {{"data", "数据", "--data", true, false},
                              {"period", "期间", "--period", true, false},
                              {"table", "表", "--table", false, true},
                              {"encoding", "编码", "--encoding", true, true},
                              {"delimiter", "分隔符", "--delimiter", true, true},
                              {"connection", "连接", kConnection, false, true}};

const Entry* entry_of(const std::string& word) {
  const auto found = std::find_if(
      std::begin(kEntries), std::end(kEntries),
      [&](const Entry& entry) { return word == entry.english || word == entry.chinese; });
  return found == std::end(kEntries) ? nullptr : &*found;
}

/// Without a remark, which begins with `#` at the beginning or behind a blank: `book.xlsx#Sheet`
/// holds none.
std::string_view without_remark(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return trim(line.substr(0, at));
  }
  return trim(line);
}

std::string_view without_quotes(std::string_view text) {
  const bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

class ProjectReader {
 public:
  ProjectReader(std::string path, const Command& command, Arguments& arguments,
                Diagnostics& diagnostics)
      : path_(std::move(path)),
        command_(command),
        given_(arguments),
        arguments_(arguments),
        diagnostics_(diagnostics) {}

  void read(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    take_front(text, kByteOrderMark);
    for (line_ = 1; !text.empty(); ++line_) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = without_remark(text.substr(0, end));
      if (!line.empty()) read_line(line);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    for (const Said& said : said_)
      take(said);
    const bool seen_from_here = given_.values.count("--data") == 0 && has_option("--data");
    if (seen_from_here && arguments_.values.count("--data") == 0) {
      arguments_.values["--data"] = {here()};
    }
  }

 private:
  DataPlace place() const { return {path_, line_, 0, {}}; }
  /// The folder of the project file, which is that of the rules.
  std::string here() const {
    const std::string folder = io::folder_of(path_);
    return folder.empty() ? "." : folder;
  }
  bool has_option(std::string_view name) const {
    return std::any_of(command_.options.begin(), command_.options.end(),
                       [&](const OptionSpec& option) { return option.name == name; });
  }

  void refuse_line(std::string_view line) {
    diagnostics_
        .report_data(Code::project_line, place(),
                     {{"text", io::without_password(std::string(line))}})
        .hint(Text::project_forms);
  }

  void read_line(std::string_view line) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return refuse_line(line);
    const std::string_view left = trim(line.substr(0, equals));
    const std::string_view value = without_quotes(trim(line.substr(equals + 1)));
    const std::size_t blank = left.find_first_of(" \t");
    const std::string word(left.substr(0, blank));
    const std::string name(blank == std::string_view::npos ? "" : trim(left.substr(blank)));
    const Entry* const entry = entry_of(word);
    if (entry == nullptr) return refuse_word(word, line);
    const bool fits = name.empty() ? entry->of_all : entry->of_table;
    if (!fits || value.empty()) return refuse_line(line);
    if (!seen_.insert(std::string(entry->english) + ' ' + name).second) {
      diagnostics_.report_data(Code::project_twice, place(), {{"text", left}});
      return;
    }
    if (entry->option != kConnection) {
      said_.push_back({std::string(entry->option), name, std::string(value), place()});
    } else if (io::is_address(value) || io::without_sqlite(value) != value) {
      connections_[name] = value;
    } else {
      refuse_line(line);
    }
  }

  /// `crm#orders` is a table of the connection `crm`, whose line may stand below.
  std::string with_address(const std::string& path) const {
    const std::size_t end = std::min(path.find('#'), path.size());
    const auto found = connections_.find(path.substr(0, end));
    return found == connections_.end() ? path : found->second + path.substr(end);
  }

  void refuse_word(const std::string& word, std::string_view line) {
    if (word.empty()) return refuse_line(line);
    Diagnostic& report = diagnostics_.report_data(Code::project_word, place(), {{"word", word}});
    std::vector<std::string> words;
    for (const Entry& entry : kEntries) {
      words.emplace_back(entry.english);
      words.emplace_back(entry.chinese);
    }
    if (const auto near = nearest(word, words)) report.hint(Text::did_you_mean, {{"name", *near}});
    report.hint(Text::project_forms);
  }

  struct Said {
    std::string option;
    std::string name;
    std::string value;
    DataPlace place;
  };

  void take(const Said& said) {
    const auto& [option, name, written, place] = said;
    if (option == "--encoding" && !io::encoding_named(written)) {
      report_encoding(written, place, diagnostics_);
      return;
    }
    if (option == "--delimiter" && !io::delimiter_named(written)) {
      report_delimiter(written, place, diagnostics_);
      return;
    }
    if (!has_option(option) || is_given(option, name)) return;
    const bool is_path = option == "--data" || option == "--table";
    std::string value = is_path ? with_address(written) : written;
    if (option == "--data") value = io::join_path(here(), io::without_sqlite(value));
    const std::string text = name.empty() ? value : name + '=' + value;
    arguments_.values[option].push_back(text);
    arguments_.said_at[{option, text}] = place;
  }

  /// The command line has the last word.
  bool is_given(const std::string& option, const std::string& name) const {
    const auto found = given_.values.find(option);
    if (found == given_.values.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const std::string& text) {
      const std::size_t equals = text.find('=');
      const bool of_table =
          option == "--table" || option == "--encoding" || option == "--delimiter";
      if (!of_table || equals == std::string::npos) return name.empty();
      return trim(std::string_view(text).substr(0, equals)) == name;
    });
  }

  std::string path_;
  const Command& command_;
  const Arguments given_;
  Arguments& arguments_;
  Diagnostics& diagnostics_;
  std::set<std::string> seen_;
  std::vector<Said> said_;
  std::map<std::string, std::string> connections_;  // addresses by name
  std::uint64_t line_ = 0;
};

/// The rule file among the words; nothing where there is none.
std::optional<std::string> rules_of(const Command& command, const Arguments& arguments) {
  for (std::size_t i = 0; i < std::min(command.words.size(), arguments.words.size()); ++i) {
    if (command.words[i].name == "FILE") return arguments.words[i];
  }
  return std::nullopt;
}

}  // namespace

void add_project(const Command& command, Arguments& arguments, const Shell& shell,
                 Diagnostics& diagnostics) {
  const bool reads_data =
      std::any_of(command.options.begin(), command.options.end(),
                  [](const OptionSpec& option) { return option.name == "--data"; });
  const auto rules = reads_data ? rules_of(command, arguments) : std::nullopt;
  if (!rules) return;
  const std::string path = io::join_path(io::folder_of(*rules), kProjectFile);
  if (!shell.files.is_file(path)) return;
  std::string why;
  const auto text = io::read_all(shell.files, path, why);
  if (!text) {
    diagnostics.report(Code::rules_unreadable, {}, {{"path", path}, why_argument(why)});
    return;
  }
  ProjectReader(path, command, arguments, diagnostics).read(*text);
}

const DataPlace* place_in_project(const Arguments& arguments, std::string_view option,
                                  const std::string& text) {
  const auto found = arguments.said_at.find({std::string(option), text});
  return found == arguments.said_at.end() ? nullptr : &found->second;
}

}  // namespace kpi::cli

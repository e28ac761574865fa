#include "driver/proposal.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "driver/guessed_tables.hpp"
#include "driver/session.hpp"
#include "io/address.hpp"
#include "io/memory_files.hpp"
#include "syntax/keywords.hpp"
#include "table/cell_faults.hpp"

namespace kpi::driver {
namespace {

constexpr unsigned char kHanBegins = 0xE3;  // the first byte of most Han characters
constexpr std::array kEndings = {".csv", ".tsv", ".xlsx",   ".xlsm",
                                 ".ods", ".db",  ".sqlite", ".sqlite3"};
constexpr std::array kPeopleWords = {"rep",  "people", "person", "employee", "staff",  "agent",
                                     "user", "seller", "员工",   "人员",     "销售员", "业务员"};

/// Files that an office program keeps while another is open begin with `~`.
bool is_named_like_data(const std::string& name) {
  if (name.starts_with('.') || name.starts_with('~')) return false;
  const std::string lower = ascii_lower(name);
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](const char* ending) { return lower.ends_with(ending); });
}

std::string name_in(const std::string& path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

/// `orders` of `data/orders.csv`
std::string stem_in(const std::string& path) {
  const std::string name = name_in(path);
  return name.substr(0, name.rfind('.'));
}

/// Reads every file, every sheet of a workbook and every table of a database.
class FileReader {
 public:
  FileReader(const ProposalRequest& request, const io::Files& files, Diagnostics& diagnostics)
      : request_(request), files_(files), diagnostics_(diagnostics) {}

  std::vector<TableGuess> read() {
    for (const std::string& path : request_.paths)
      read(path);
    relate(tables_);
    return std::move(tables_);
  }

  /// Files of which there is no table, each with the reason.
  std::vector<Message> left_out;

 private:
  void read(const std::string& path) {
    const std::vector<std::string> sheets = sheets_of(path);
    if (sheets.empty()) add(path, stem_in(path));
    for (const std::string& sheet : sheets)
      add(std::string(path).append("#").append(sheet), sheet);
  }

  /// Those of a workbook with several, and the tables of a database.
  std::vector<std::string> sheets_of(const std::string& path) const {
    std::string why;
    const auto file = files_.open(path, why);
    if (!file) return {};
    char byte = 0;
    file->read(&byte, 1);
    const auto fault = file->fault();
    using Kind = io::ContentFault::Kind;
    const bool several =
        fault && (fault->kind == Kind::WhichSheet || fault->kind == Kind::WhichTable);
    return several ? fault->sheets : std::vector<std::string>();
  }

  void add(const std::string& path, const std::string& called) {
    table::FileTexts texts = table::texts_in(path, called, files_);
    if (texts.problem) return leave_out(path, message_text(*texts.problem, request_.language));
    const std::string header = texts.columns.size() == 1 ? texts.columns[0].header : "";
    const std::size_t sign = header.find_first_of("\t;|");
    if (sign != std::string::npos) {
      const Message why = {Text::data_other_separator,
                           {{"sign", table::quoted_value(header.substr(sign, 1))}}};
      return leave_out(path, message_text(why, request_.language));
    }
    tables_.push_back(guessed_table(usable_name(called, names_), path, std::move(texts)));
  }

  void leave_out(const std::string& said, const std::string& why) {
    const std::string path = io::without_password(said);
    diagnostics_.report(Code::file_left_out, Span{}, {{"path", path}, {"why", why}});
    left_out.push_back({Text::init_left_out, {{"path", path}, {"why", why}}});
  }

  const ProposalRequest& request_;
  const io::Files& files_;
  Diagnostics& diagnostics_;
  std::vector<TableGuess> tables_;
  std::vector<std::string> names_;
};

class Writer {
 public:
  Writer(const ProposalRequest& request, const std::vector<TableGuess>& tables)
      : request_(request), tables_(tables) {}

  std::string write(const std::vector<Message>& left_out) {
    remark({Text::init_head, {}});
    for (const Message& message : left_out)
      remark(message);
    write_project();
    if (has_money()) write_currency();
    for (const TableGuess& table : tables_)
      write_table(table);
    return std::move(out_);
  }

 private:
  std::string said(Message message) const {
    const bool names_type = message.text == Text::init_or_type;
    if (names_type && request_.language == Language::Chinese) {
      message.arguments = {{"type", in_chinese(std::get<std::string>(message.arguments[0].value))}};
    }
    return message_text(message, request_.language);
  }

  /// The Chinese spelling of a word of the language.
  static std::string in_chinese(const std::string& word) {
    for (const syntax::KeywordRow& row : syntax::keyword_rows()) {
      if (row.english == word) return std::string(row.chinese);
    }
    return word;
  }

  void remark(const Message& message) { out_ += "# " + said(message) + '\n'; }

  bool has_money() const {
    return any_column(
        [](const ColumnGuess& column) { return !column.link && column.type.starts_with("money"); });
  }

  /// Where no file says one it is most likely that of the language of the headers.
  void write_currency() {
    const auto known = currency_said();
    const bool chinese = any_column([](const ColumnGuess& column) {
      return static_cast<unsigned char>(column.header[0]) >= kHanBegins;
    });
    out_ += "\ncurrency " + known.value_or(chinese ? "CNY" : "USD");
    if (!known) out_ += "  # " + said({Text::init_currency, {}});
    out_ += '\n';
  }

  /// The one of a column whose numbers have its sign.
  std::optional<std::string> currency_said() const {
    constexpr std::string_view kMoney = "money ";
    constexpr std::size_t kCode = 3;
    for (const TableGuess& table : tables_) {
      for (const ColumnGuess& column : table.columns) {
        if (!column.type.starts_with(kMoney)) continue;
        const std::string code = column.type.substr(kMoney.size(), kCode);
        if (code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos) return code;
      }
    }
    return std::nullopt;
  }

  template <class Holds>
  bool any_column(Holds holds) const {
    return std::any_of(tables_.begin(), tables_.end(), [&](const TableGuess& table) {
      return std::any_of(table.columns.begin(), table.columns.end(), holds);
    });
  }

  /// The folder that all files lie in, or the server; nothing where there are several.
  std::optional<std::string> folder() const {
    const bool server = io::is_address(request_.paths.front()) && request_.paths.size() == 1;
    if (server) return request_.paths.front();
    const std::string first = io::folder_of(request_.paths.front());
    for (const std::string& path : request_.paths) {
      if (io::folder_of(path) != first) return std::nullopt;
    }
    return first.empty() ? "." : first;
  }

  /// A file of the same name and another ending: a run would not know which is meant.
  bool has_rival(const TableGuess& table) const {
    return std::any_of(request_.paths.begin(), request_.paths.end(), [&](const std::string& path) {
      return path != table.path && stem_in(path) == stem_in(table.path);
    });
  }

  void write_project() {
    out_ += "#\n";
    remark({Text::init_project, {}});
    const auto in = folder();
    if (in) out_ += "#   data = " + *in + '\n';
    if (!request_.encoding.of_all.empty())
      out_ += "#   encoding = " + request_.encoding.of_all + '\n';
    if (!request_.delimiter.of_all.empty())
      out_ += "#   delimiter = " + request_.delimiter.of_all + '\n';
    for (const TableGuess& table : tables_) {
      const bool on_server = io::is_address(table.path);
      const std::string file = in && !on_server ? name_in(table.path) : table.path;
      const bool in_folder = in && file == table.name + ".csv" && !has_rival(table);
      const bool found = in_folder || (in && file == *in + '#' + table.name);
      if (!found) out_ += "#   table " + table.name + " = " + file + '\n';
      write_said("encoding", request_.encoding, table);
      write_said("delimiter", request_.delimiter, table);
    }
  }

  void write_said(const char* what, const SaidOfFiles& said, const TableGuess& table) {
    const auto found = said.of_one.find(table.path);
    if (found == said.of_one.end()) return;
    out_ += std::string("#   ") + what + ' ' + table.name + " = " + found->second + '\n';
  }

  void write_table(const TableGuess& table) {
    out_ += '\n';
    remark({Text::init_rows, {{"file", table.path}, {"count", table.texts.rows}}});
    if (table.texts.odd_rows > 0) {
      remark({Text::init_odd_rows, {{"count", table.texts.odd_rows}}});
    }
    for (const PeriodHeaders& run : table.wide) {
      remark({Text::init_wide,
              {{"first", run.headers.front()},
               {"last", run.headers.back()},
               {"count", run.headers.size()}}});
    }
    if (!table.key && table.wide.empty()) remark({Text::init_no_key, {}});
    remark_on_dates(table);
    remark_on_people(table);
    for (const ColumnLeftOut& column : table.left_out) {
      remark({Text::init_column_left_out, {{"number", column.number}, {"header", column.header}}});
    }
    out_ += "table " + table.name;
    if (table.dated) out_ += " dated " + table.columns[*table.dated].name;
    if (const auto owner = owner_of(table)) out_ += " credited " + *owner;
    out_ += " {\n";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      write_column(table.columns[i], table.key && *table.key == i);
    out_ += "}\n";
  }

  void write_column(const ColumnGuess& column, bool is_key) {
    std::string type = is_key ? "key" : column.type;
    if (column.link) type = "-> " + tables_[*column.link].name;
    if (column.optional) type = "optional " + type;
    if (column.has_unmatched) type += " or unmatched";
    for (std::size_t i = 0; i < column.none_marks.size(); ++i)
      type += (i == 0 ? " none " : ", ") + written_text(column.none_marks[i]).value_or("\"\"");
    const bool holds_texts = is_key || column.link || column.kind == ColumnKind::Text;
    if (column.trimmed && holds_texts) type += " trimmed";
    if (!column.from.empty()) type += " from " + column.from;
    if (column.from.empty() && column.name != column.header)
      type += " from " + *written_text(column.header);
    std::vector<Message> remarks = column.remarks;
    const bool unique_too = !is_key && column.unique && !column.link &&
                            column.kind == ColumnKind::Text && names_an_identity(column.header);
    if (unique_too) remarks = {{Text::init_unique_too, {}}};
    out_ += "  " + column.name + " : " + type;
    for (std::size_t i = 0; i < remarks.size(); ++i)
      out_ += (i == 0 ? "  # " : said({Text::init_and, {}})) + said(remarks[i]);
    out_ += '\n';
  }

  void remark_on_dates(const TableGuess& table) {
    std::vector<std::string> others;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const ColumnKind kind = table.columns[i].kind;
      const bool dates =
          kind == ColumnKind::Day || kind == ColumnKind::Moment || kind == ColumnKind::Period;
      if (dates && table.dated != i) others.push_back(table.columns[i].name);
    }
    if (!others.empty()) {
      remark({Text::init_other_dates, {{"columns", listed(others, others.size())}}});
    }
    const auto from = column_called(table, {"start", "begin", "hire", "from", "开始", "入职"});
    const auto until = column_called(table, {"end", "until", "left", "结束", "离职"});
    if (from && until) remark({Text::init_valid, {{"from", *from}, {"until", *until}}});
  }

  static std::optional<std::string> column_called(const TableGuess& table,
                                                  const std::vector<const char*>& words) {
    for (const ColumnGuess& column : table.columns) {
      const std::string lower = ascii_lower(column.header);
      for (const char* const word : words) {
        if (column.kind == ColumnKind::Day && lower.find(word) != std::string::npos)
          return column.name;
      }
    }
    return std::nullopt;
  }

  /// By its name: `reps`, `SalesPerson`, `员工`.
  static bool is_of_people(const TableGuess& table) {
    std::string lower = ascii_lower(table.name);
    if (!lower.empty() && lower.back() == 's') lower.pop_back();
    return table.key && std::any_of(kPeopleWords.begin(), kPeopleWords.end(),
                                    [&](const char* word) { return lower.ends_with(word); });
  }

  void remark_on_people(const TableGuess& table) {
    if (!is_of_people(table)) return;
    const bool chinese = request_.language == Language::Chinese;
    remark({Text::init_role, {{"name", chinese ? "全员" : "everybody"}, {"table", table.name}}});
  }

  /// The only link to people of a table that is none of them.
  std::optional<std::string> owner_of(const TableGuess& table) const {
    std::optional<std::string> owner;
    for (const ColumnGuess& column : table.columns) {
      if (!column.link || !is_of_people(tables_[*column.link])) continue;
      if (owner) return std::nullopt;
      owner = column.name;
    }
    return is_of_people(table) ? std::nullopt : owner;
  }

  const ProposalRequest& request_;
  const std::vector<TableGuess>& tables_;
  std::string out_;
};

/// In the one form of a rule file, its words in the language of the messages.
std::string in_form(const std::string& rules, Language language) {
  constexpr const char* kPath = "tables.kpi";
  io::MemoryFiles files;
  files.add(kPath, rules);
  Diagnostics ignored;
  SourceMap sources;
  const auto spelling =
      language == Language::Chinese ? format::Spelling::Chinese : format::Spelling::AsWritten;
  const auto result = formatted(kPath, spelling, files, ignored, sources);
  return result ? result->after : rules;
}

}  // namespace

std::vector<std::string> data_files_of(const std::vector<std::string>& paths,
                                       const io::Files& files, Diagnostics& diagnostics) {
  std::vector<std::string> found;
  for (const std::string& said : paths) {
    const std::size_t before = found.size();
    const std::string path(io::without_sqlite(said));
    if (files.is_folder(path)) {
      for (const std::string& name : files.list(path)) {
        const std::string file = io::join_path(path, name);
        if (is_named_like_data(name) && files.is_file(file)) found.push_back(file);
      }
    } else if (files.is_file(path) || io::is_address(path)) {
      found.push_back(path);
    }
    if (found.size() > before) continue;
    diagnostics.report(Code::no_data_files, Span{}, {{"path", path}}).note(Text::files_endings);
  }
  return found;
}

std::string proposed_tables(const ProposalRequest& request, const io::Files& files,
                            Diagnostics& diagnostics) {
  FileReader reader(request, files, diagnostics);
  const std::vector<TableGuess> tables = reader.read();
  if (tables.empty()) return {};
  return in_form(Writer(request, tables).write(reader.left_out), request.language);
}

}  // namespace kpi::driver

#include "repl/commands.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/units.hpp"
#include "diag/system_words.hpp"
#include "output/labels.hpp"
#include "repl/differences.hpp"

namespace kpi::repl {
namespace {

/// `.for [KEY]` in one column, what it does in the next.
std::string in_columns(const std::vector<std::pair<std::string, std::string>>& rows) {
  int width = 0;
  for (const auto& row : rows)
    width = std::max(width, display_width(row.first));
  std::string text;
  for (const auto& row : rows)
    text += "  " + pad_right(row.first, width) + "  " + row.second + '\n';
  return text;
}

}  // namespace

void report_not_set(const Session& session, Diagnostics& diagnostics) {
  if (!session.has_data()) {
    diagnostics.report(Code::session_without_data, {}).hint(Text::repl_without_data);
  } else {
    diagnostics.report(Code::period_missing, {}).hint(Text::repl_hint_at);
  }
}

const std::vector<Commands::Row>& Commands::table() {
  static const std::vector<Row> kTable = {
      {"for", "对象", Text::repl_word_key, Text::repl_help_for, &Commands::set_person},
      {"at", "期间", Text::repl_word_period, Text::repl_help_at, &Commands::set_period},
      {"type", "类型", Text::repl_word_expression, Text::repl_help_type, &Commands::show_type},
      {"explain", "说明", Text::repl_word_name, Text::repl_help_explain, &Commands::explain},
      {"trace", "追溯", Text::repl_word_name, Text::repl_help_trace, &Commands::trace},
      {"why", "为何", Text::repl_word_goal, Text::repl_help_why, &Commands::why},
      {"diff", "差异", {}, Text::repl_help_diff, &Commands::diff},
      {"undo", "撤销", {}, Text::repl_help_undo, &Commands::undo},
      {"load", "载入", Text::repl_word_file, Text::repl_help_load, &Commands::load},
      {"reload", "重读", {}, Text::repl_help_reload, &Commands::reload},
      {"data", "数据", Text::repl_word_folder, Text::repl_help_data, &Commands::set_data},
      {"mode", "格式", Text::repl_word_form, Text::repl_help_mode, &Commands::set_mode},
      {"save", "保存", Text::repl_word_file, Text::repl_help_save, &Commands::save},
      {"help", "帮助", Text::repl_word_topic, Text::repl_help_help, &Commands::help},
      {"exit", "退出", {}, Text::repl_help_exit, &Commands::leave},
  };
  return kTable;
}

std::vector<std::string> Commands::names(Language language) {
  std::vector<std::string> names;
  for (const Row& row : table())
    names.push_back(std::string(".") + (language == Language::Chinese ? row.chinese : row.name));
  return names;
}

bool Commands::knows(const std::string& name) {
  return name == "quit" || std::any_of(table().begin(), table().end(), [&](const Row& row) {
           return name == row.name || name == row.chinese;
         });
}

void Commands::perform(const CommandEntry& entry, Diagnostics& diagnostics) {
  for (const Row& row : table()) {
    const bool meant = entry.name == row.name || entry.name == row.chinese ||
                       (entry.name == "quit" && row.action == &Commands::leave);
    if (!meant) continue;
    (this->*row.action)(entry.argument, diagnostics);
    return;
  }
  std::vector<std::string> known = names(Language::English);
  for (const std::string& name : names(Language::Chinese))
    known.push_back(name);
  const std::string name = '.' + entry.name;
  Diagnostic& report = diagnostics.report(Code::unknown_command, {}, {{"name", name}});
  if (const auto near = nearest(name, known)) report.hint(Text::did_you_mean, {{"name", *near}});
  report.hint(Text::repl_hint_commands);
}

void Commands::say(Text text, Arguments arguments) {
  voice_.say(voice_.text(text, std::move(arguments)) + '\n');
}

/// Entries, each by its first line.
void Commands::list(Text text, const std::vector<std::string>& entries) {
  for (const std::string& entry : entries)
    say(text, {{"text", entry.substr(0, entry.find('\n'))}});
}

bool Commands::needs(const std::string& text, const char* command, Text what,
                     Diagnostics& diagnostics) {
  if (!text.empty()) return true;
  diagnostics.report(Code::session_argument_missing, {}, {{"command", command}, {"what", what}});
  return false;
}

void Commands::set_person(const std::string& text, Diagnostics& diagnostics) {
  if (!session_.set_person(text, diagnostics)) return;
  const auto& person = session_.person();
  voice_.say(
      (person ? output::subject_text(person->key, person->name) : voice_.text(Text::repl_company)) +
      '\n');
}

void Commands::set_period(const std::string& text, Diagnostics& diagnostics) {
  if (!session_.set_period(text, diagnostics)) return;
  voice_.say((text.empty() ? voice_.text(Text::repl_no_period) : text) + '\n');
}

void Commands::show_type(const std::string& text, Diagnostics& diagnostics) {
  if (!needs(text, ".type", Text::repl_need_expression, diagnostics)) return;
  const auto expression = repl_.with_last(text, diagnostics);
  if (!expression) return;
  const auto type = session_.type_of(*expression, diagnostics);
  if (!type) return;
  const Argument kind = type->kind == Kind::Number ? check::unit_argument("type", type->unit)
                                                   : Argument("type", check::word_for(type->kind));
  say(type->grain == Grain::Constant ? Text::repl_type_constant : Text::repl_type_subject, {kind});
}

void Commands::explain(const driver::ExplainRequest& asked, const std::string& command,
                       Diagnostics& diagnostics) {
  if (session_.has_data() && !session_.person()) {
    diagnostics.report(Code::no_subject_set, {}, {{"command", command}}).hint(Text::repl_hint_for);
    return;
  }
  if (!session_.has_data() || session_.period().empty()) {
    report_not_set(session_, diagnostics);
    return;
  }
  const auto explained = session_.explain(asked, diagnostics);
  if (!explained) return;
  voice_.say(output::render(session_.rules().program, *explained, voice_.tables));
}

void Commands::explain(const std::string& text, Diagnostics& diagnostics) {
  driver::ExplainRequest asked;
  if (!text.empty()) asked.name = text;
  explain(asked, ".explain", diagnostics);
}

void Commands::trace(const std::string& text, Diagnostics& diagnostics) {
  driver::ExplainRequest asked;
  asked.rows = true;
  if (!text.empty()) asked.name = text;
  explain(asked, ".trace", diagnostics);
}

void Commands::why(const std::string& text, Diagnostics& diagnostics) {
  driver::ExplainRequest asked;
  if (text.find('=') != std::string::npos) {
    asked.why_not = text;
  } else {
    asked.name = text.empty() || text == "_" ? repl_.asked_ : std::optional(text);
    if (asked.name && !needs(*asked.name, ".why", Text::repl_need_name, diagnostics)) return;
  }
  explain(asked, ".why", diagnostics);
}

void Commands::diff(const std::string&, Diagnostics& diagnostics) {
  if (!session_.is_changed()) return say(Text::repl_unchanged);
  if (!session_.has_data() || session_.period().empty()) {
    report_not_set(session_, diagnostics);
    return;
  }
  const std::vector<Figure> before = session_.figures_of_files(diagnostics);
  if (diagnostics.has_errors()) return;
  const std::vector<Figure> after = session_.figures(diagnostics);
  if (diagnostics.has_errors()) return;
  const std::vector<Difference> differences = differences_between(before, after);
  if (differences.empty()) {
    return say(Text::repl_same_results, {{"period", session_.period()}});
  }
  voice_.say(differences_text(differences, true, voice_));
}

void Commands::undo(const std::string&, Diagnostics&) {
  const auto entry = session_.undo();
  if (!entry) return say(Text::repl_unchanged);
  say(Text::repl_taken_back, {{"text", entry->substr(0, entry->find('\n'))}});
}

void Commands::load(const std::string& text, Diagnostics& diagnostics) {
  if (!needs(text, ".load", Text::repl_need_rules, diagnostics)) return;
  repl_.warned_.clear();
  const auto dropped = session_.load(text, diagnostics);
  if (!dropped) return;
  repl_.asked_.reset();
  say(Text::repl_read, {{"file", text}});
  list(Text::repl_dropped, *dropped);
}

void Commands::reload(const std::string&, Diagnostics& diagnostics) {
  repl_.warned_.clear();
  const std::string path = session_.path();
  const auto kept = session_.reload(diagnostics);
  say(kept ? Text::repl_read_again : Text::repl_stands, {{"file", path}});
  if (kept) list(Text::repl_kept, *kept);
}

void Commands::set_data(const std::string& text, Diagnostics& diagnostics) {
  if (!needs(text, ".data", Text::repl_need_folder, diagnostics)) return;
  if (!repl_.files_.is_folder(text)) {
    diagnostics.report(Code::data_folder_missing, {}, {{"path", text}});
    return;
  }
  repl_.warned_.clear();
  session_.set_data(text);
  say(Text::repl_read_data, {{"path", text}});
}

void Commands::set_mode(const std::string& text, Diagnostics& diagnostics) {
  constexpr std::pair<const char*, output::Format> kForms[] = {{"table", output::Format::Table},
                                                               {"csv", output::Format::Csv},
                                                               {"json", output::Format::Json},
                                                               {"md", output::Format::Markdown}};
  if (!needs(text, ".mode", Text::repl_need_form, diagnostics)) return;
  for (const auto& [name, format] : kForms) {
    if (text != name) continue;
    voice_.tables.format = format;
    return;
  }
  diagnostics.report(Code::bad_choice, {},
                     {{"value", text}, {"option", ".mode"}, {"choices", "table, csv, json, md"}});
}

void Commands::write(const std::string& path, const std::string& text, Diagnostics& diagnostics) {
  if (const auto why = repl_.files_.write(path, text)) {
    diagnostics.report(Code::not_writable, {}, {{"path", path}, why_argument(*why, true)});
    return;
  }
  say(Text::repl_saved, {{"path", path}});
}

void Commands::save(const std::string& text, Diagnostics& diagnostics) {
  const Texts& texts = session_.texts();
  if (texts.empty()) return say(Text::repl_unchanged);
  if (!needs(text, ".save", Text::repl_need_rules, diagnostics)) return;
  if (repl_.files_.is_folder(text)) {
    for (const auto& [path, changed] : texts)
      write(io::join_path(text, path.substr(io::folder_of(path).size())), changed, diagnostics);
    return;
  }
  if (texts.size() == 1) return write(text, texts.begin()->second, diagnostics);
  std::string names;
  for (const auto& each : texts)
    names += (names.empty() ? "" : ", ") + each.first;
  diagnostics.report(Code::save_needs_folder, {}, {{"count", texts.size()}, {"names", names}});
}

void Commands::help(const std::string& text, Diagnostics& diagnostics) {
  if (!text.empty()) {
    if (const auto page = voice_.page(text)) return voice_.say(*page);
    diagnostics.report(Code::unknown_command, {}, {{"name", text}}).hint(Text::repl_hint_commands);
    return;
  }
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Row& row : table()) {
    std::string name =
        '.' + std::string(voice_.language == Language::Chinese ? row.chinese : row.name);
    if (row.argument) name += ' ' + voice_.text(*row.argument);
    rows.emplace_back(std::move(name), voice_.text(row.about));
  }
  voice_.say(voice_.text(Text::repl_help_forms) + "\n\n" + voice_.text(Text::repl_help_commands) +
             '\n' + in_columns(rows) + '\n' + voice_.text(Text::repl_help_keys) + '\n');
}

void Commands::leave(const std::string&, Diagnostics&) {
  repl_.leaves_ = true;
}

}  // namespace kpi::repl

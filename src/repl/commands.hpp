#pragma once

#include <optional>
#include <string>
#include <vector>

#include "repl/entry.hpp"
#include "repl/repl.hpp"

/// What begins with a dot.
namespace kpi::repl {

/// Neither data nor a period, or no period: says how to give them.
void report_not_set(const Session& session, Diagnostics& diagnostics);

class Commands {
 public:
  explicit Commands(Repl& repl) : repl_(repl), session_(repl.session_), voice_(repl.voice_) {}

  static bool knows(const std::string& name);
  void perform(const CommandEntry& entry, Diagnostics& diagnostics);
  /// `.for`, `.对象`: every command in the language of the voice.
  static std::vector<std::string> names(Language language);

 private:
  using Action = void (Commands::*)(const std::string&, Diagnostics&);
  struct Row {
    const char* name;
    const char* chinese;
    std::optional<Text> argument;
    Text about;
    Action action;
  };
  static const std::vector<Row>& table();

  void set_person(const std::string& text, Diagnostics& diagnostics);
  void set_period(const std::string& text, Diagnostics& diagnostics);
  void show_type(const std::string& text, Diagnostics& diagnostics);
  void explain(const std::string& text, Diagnostics& diagnostics);
  void trace(const std::string& text, Diagnostics& diagnostics);
  void why(const std::string& text, Diagnostics& diagnostics);
  void diff(const std::string& text, Diagnostics& diagnostics);
  void undo(const std::string& text, Diagnostics& diagnostics);
  void load(const std::string& text, Diagnostics& diagnostics);
  void reload(const std::string& text, Diagnostics& diagnostics);
  void set_data(const std::string& text, Diagnostics& diagnostics);
  void set_mode(const std::string& text, Diagnostics& diagnostics);
  void save(const std::string& text, Diagnostics& diagnostics);
  void help(const std::string& text, Diagnostics& diagnostics);
  void leave(const std::string& text, Diagnostics& diagnostics);

  void explain(const driver::ExplainRequest& asked, const std::string& command,
               Diagnostics& diagnostics);
  bool needs(const std::string& text, const char* command, Text what, Diagnostics& diagnostics);
  void write(const std::string& path, const std::string& text, Diagnostics& diagnostics);
  void say(Text text, Arguments arguments = {});
  void list(Text text, const std::vector<std::string>& entries);

  Repl& repl_;
  Session& session_;
  Voice& voice_;
};

}  // namespace kpi::repl

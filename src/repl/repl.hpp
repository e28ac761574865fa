#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "io/interrupts.hpp"
#include "io/lines.hpp"
#include "repl/session.hpp"
#include "repl/voice.hpp"

/// `kpi repl`: entries in, answers out.
namespace kpi::repl {

class Repl {
 public:
  Repl(Session session, io::Files& files, Voice voice)
      : session_(std::move(session)), files_(files), voice_(std::move(voice)) {}

  /// Loads the rules, and whose values and which period were asked for on the command line. False
  /// where that cannot be used.
  bool begin(const std::string& path, const std::string& of, const std::string& period);
  /// Reads entries to the end. `echo`: each line is printed behind its prompt. False if an entry
  /// was in vain.
  bool read(io::LineInput& input, bool echo);
  io::Completion complete(std::string_view text, std::size_t cursor);
  void note_interrupts(io::Interrupts* interrupts) { interrupts_ = interrupts; }

 private:
  friend class Commands;

  std::string prompt(bool goes_on) const;
  void enter(const std::string& entry);
  void perform(const std::string& entry, Diagnostics& diagnostics);
  std::optional<std::string> with_last(const std::string& entry, Diagnostics& diagnostics);
  void change(const std::string& entry, Diagnostics& diagnostics);
  void answer(const std::string& entry, Diagnostics& diagnostics);
  bool is_line(const std::vector<std::string_view>& words) const;
  bool answer_word(const std::string& word, Diagnostics& diagnostics);
  void show(const Answer& answer, const std::string& asked);
  void show_effect(const std::vector<Figure>& before, const std::vector<Figure>& after);
  void report(Diagnostics& diagnostics);
  std::vector<Figure> figures_if_asked();

  Session session_;
  io::Files& files_;
  Voice voice_;
  io::Interrupts* interrupts_ = nullptr;
  std::optional<std::string> last_;  // the last value as it is written in rules
  bool last_absent_ = false;
  std::optional<std::string> asked_;  // the name of the last answer, empty where it has none
  std::set<std::string> warned_;      // what was said already
  bool failed_ = false;
  bool leaves_ = false;
};

}  // namespace kpi::repl

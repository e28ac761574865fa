#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cache/column_memory.hpp"
#include "driver/session.hpp"
#include "io/memory_files.hpp"
#include "output/render.hpp"
#include "repl/draft.hpp"
#include "repl/people.hpp"

/// Rules, data and the person and period in question, between one entry and the next.
namespace kpi::repl {

/// What a session is begun with.
struct Start {
  std::string path;
  driver::Settings settings;
  driver::RunRequest request;  // data, period, threads, caches
  std::string of;              // whose values are meant, as typed
};

/// One value and what it was asked as.
struct Answer {
  std::optional<score::Quantity> one;  // absent: a table
  score::QueryResult table;
};

/// A result as a person reads it: of a card its score and grade, of a payout its amount.
struct Figure {
  std::string key, name;  // of the person
  std::string what;       // `score`, `quarter_bonus`
  std::string text;       // with its unit
};

class Session {
 public:
  /// `files` are the rules' and `data` the data's; both must outlive the session.
  Session(Start start, io::Files& files, const io::Files& data, Language language);

  // Rules.
  /// Begins with a file as it stands and says which changes are dropped with the rules before.
  /// Nothing, and nothing done, where the file cannot be used.
  std::optional<std::vector<std::string>> load(std::string path, Diagnostics& diagnostics);
  /// Reads the file again and says which changes still hold; those that no longer fit are dropped
  /// and reported. Nothing, and nothing done, where the file cannot be used.
  std::optional<std::vector<std::string>> reload(Diagnostics& diagnostics);
  /// An entry that changes the rules. Nothing, and nothing done, where it does not fit.
  std::optional<std::vector<Change>> change(const std::string& entry, Diagnostics& diagnostics);
  /// Takes back the last change and says which it was.
  std::optional<std::string> undo();
  bool is_changed() const { return !entries_.empty(); }
  /// Files with other texts than on the disk.
  const Texts& texts() const { return texts_; }
  const driver::Compiled& rules() const { return rules_; }
  const std::string& path() const { return start_.path; }

  // Data, whose values, when.
  bool has_data() const;
  void set_data(const std::string& folder) { start_.request.bindings.folder = folder; }
  const std::string& data() const { return start_.request.bindings.folder; }
  bool set_person(const std::string& text, Diagnostics& diagnostics);
  const std::optional<Person>& person() const { return person_; }
  bool set_period(const std::string& text, Diagnostics& diagnostics);
  const std::string& period() const { return start_.request.period; }

  // Answers. Each may throw Stopped.
  std::optional<Answer> evaluate(const std::string& text, Diagnostics& diagnostics);
  /// The type of an expression, without data.
  std::optional<Type> type_of(const std::string& text, Diagnostics& diagnostics);
  std::optional<trace::Explained> explain(const driver::ExplainRequest& asked,
                                          Diagnostics& diagnostics);
  std::optional<score::RunResult> run(Diagnostics& diagnostics) { return run(rules_, diagnostics); }
  /// The figures of everybody, or of the person, by the rules as they are and as the files say.
  std::vector<Figure> figures(Diagnostics& diagnostics) { return figures(rules_, diagnostics); }
  std::vector<Figure> figures_of_files(Diagnostics& diagnostics);
  /// Everybody that the rules score or pay.
  const std::vector<Person>& people(Diagnostics& diagnostics);

  /// The texts that messages of the last call are about.
  const SourceMap& sources() const { return asked_.sources; }

 private:
  driver::Compiled compile(const Texts& texts, Diagnostics& diagnostics) const;
  std::optional<score::RunResult> run(const driver::Compiled& rules, Diagnostics& diagnostics);
  std::vector<Figure> figures(const driver::Compiled& rules, Diagnostics& diagnostics);
  driver::RunRequest request() const;

  Start start_;
  io::Files& files_;
  const io::Files& data_;
  Language language_;
  std::unique_ptr<cache::ColumnMemory> columns_;  // at a place of its own: the request points to it
  driver::Compiled rules_;
  driver::Compiled as_in_files_;
  driver::Compiled asked_;  // of the last call, with what was typed among its sources
  Texts texts_;
  std::vector<std::string> entries_;  // that changed something, in order
  std::optional<Person> person_;
  std::optional<std::vector<Person>> people_;  // as far as they were asked for
};

}  // namespace kpi::repl

#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "source/source.hpp"

namespace kpi {

enum class Severity : std::uint8_t { Error, Warning, Note };

/// Every message the program can report: stable code, severity, English and Chinese text.
/// The lists are src/diag/codes/*.def, one file per family; a code is never reused.
enum class Code : std::uint16_t {
#define KPI_DIAGNOSTIC(code, name, severity, en, zh) name,
#include "diag/codes/all.def"
#undef KPI_DIAGNOSTIC
};

/// Every other text a diagnostic may carry: labels, notes, hints, and words used as parameters
/// (`column`, `metric`). Same table shape: src/diag/codes/texts.def.
enum class Text : std::uint16_t {
#define KPI_TEXT(name, en, zh) name,
#include "diag/codes/texts.def"
#undef KPI_TEXT
};

/// The user's own words and words of the table one after the other: `60` and ` points`.
struct Phrase {
  using Part = std::variant<std::string, Text>;
  Phrase() = default;
  Phrase(std::string words) : parts{std::move(words)} {}
  Phrase(const char* words) : parts{std::string(words)} {}
  Phrase(Text word) : parts{word} {}
  Phrase& operator+=(const Phrase& other) {
    parts.insert(parts.end(), other.parts.begin(), other.parts.end());
    return *this;
  }
  friend Phrase operator+(Phrase a, const Phrase& b) { return std::move(a += b); }
  bool empty() const { return parts.empty(); }

  std::vector<Part> parts;
};

/// A named parameter of a text. The value is the user's own words, or words of the table that are
/// translated with the message.
struct Argument {
  Argument(const char* name_, std::string value_) : name(name_), value(std::move(value_)) {}
  Argument(const char* name_, std::string_view value_) : name(name_), value(std::string(value_)) {}
  Argument(const char* name_, const char* value_) : name(name_), value(std::string(value_)) {}
  Argument(const char* name_, Text word) : name(name_), value(word) {}
  Argument(const char* name_, Phrase phrase) : name(name_), value(std::move(phrase)) {}
  Argument(const char* name_, std::size_t count) : name(name_), value(std::to_string(count)) {}
  Argument(const char* name_, int count) : name(name_), value(std::to_string(count)) {}

  std::string name;
  std::variant<std::string, Text, Phrase> value;
};
using Arguments = std::vector<Argument>;

struct Message {
  Text text;
  Arguments arguments;
};

/// Another place that explains the first: a definition, the other operand, the earlier row.
struct Label {
  Span span;
  Message message;
};

/// A ready edit. `safe` edits keep or restore what the author clearly meant and may be applied
/// without asking.
struct Fix {
  Span span;
  std::string replacement;
  bool safe = false;
};

/// A place in a data file. Line and field are 1-based; 0 means the file as a whole.
struct DataPlace {
  std::string path;
  std::uint64_t line = 0;
  std::uint32_t field = 0;
  std::string column;
};

struct Diagnostic {
  Code code;
  Span span;  // absent file: the message has no place in the rules
  std::optional<DataPlace> data;
  Arguments arguments;
  std::optional<Message> span_label;  // what the underline says
  std::vector<Label> labels;
  std::vector<Message> notes;  // facts and rules, printed before hints
  std::vector<Message> hints;  // what to do
  std::vector<Fix> fixes;

  Diagnostic& at_data(DataPlace place);
  Diagnostic& underline(Text text, Arguments arguments = {});
  Diagnostic& label(Span where, Text text, Arguments arguments = {});
  Diagnostic& note(Text text, Arguments arguments = {});
  Diagnostic& hint(Text text, Arguments arguments = {});
  Diagnostic& fix(Span where, std::string replacement, bool safe);
};

Severity severity_of(Code code);
/// `E0201`
std::string_view name_of(Code code);
/// The code with that name (`E0201`, any case), if there is one.
std::optional<Code> find_code(std::string_view name);

/// Collects diagnostics; reporting the same code at the same place twice keeps the first, and the
/// second is handed back only so that the caller may decorate it without asking.
class Diagnostics {
 public:
  /// The reference holds until the next report.
  Diagnostic& report(Code code, Span span, Arguments arguments = {});
  Diagnostic& report_data(Code code, DataPlace place, Arguments arguments = {});
  bool has_errors() const { return error_count_ > 0; }
  std::size_t error_count() const { return error_count_; }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  const std::vector<Diagnostic>& items() const { return items_; }
  /// The last report, of which somebody knows more than who made it; there is one.
  Diagnostic& last() { return items_.back(); }
  Diagnostic& at(std::size_t index) { return items_[index]; }
  /// Forgets everything reported after the first so many.
  void take_back(std::size_t count);
  /// Everything the other collected.
  void take(const Diagnostics& other);
  /// Those of it whose code is wanted.
  void take(const Diagnostics& other, bool (*is_wanted)(Code));
  /// By file, then offset; data diagnostics after, in the order reported.
  void sort();

 private:
  Diagnostic& add(Diagnostic diagnostic);

  std::vector<Diagnostic> items_;
  std::unordered_set<std::string> seen_;
  Diagnostic duplicate_{};
  std::size_t error_count_ = 0;
};

}  // namespace kpi

#include "diag/diagnostic.hpp"

#include <algorithm>
#include <tuple>

namespace kpi {
namespace {

void append_number(std::string& key, std::uint64_t number) {
  key += std::to_string(number);
  key += '\n';
}

void append_part(std::string& key, const Phrase::Part& part) {
  if (const auto* word = std::get_if<Text>(&part)) {
    append_number(key, static_cast<std::uint64_t>(*word));
  } else {
    key += std::get<std::string>(part);
    key += '\n';
  }
}

void append_arguments(std::string& key, const Arguments& arguments) {
  for (const Argument& argument : arguments) {
    key += argument.name;
    key += '=';
    if (const auto* phrase = std::get_if<Phrase>(&argument.value)) {
      for (const Phrase::Part& part : phrase->parts)
        append_part(key, part);
    } else if (const auto* word = std::get_if<Text>(&argument.value)) {
      append_part(key, *word);
    } else {
      append_part(key, std::get<std::string>(argument.value));
    }
  }
}

/// What makes two reports one: the code and its place. In data, and without a place, what is said
/// decides too: two missing files, or two checks that one row fails, stay two messages.
std::string identity(const Diagnostic& diagnostic) {
  std::string key;
  append_number(key, static_cast<std::uint64_t>(diagnostic.code));
  if (diagnostic.data) {
    key += diagnostic.data->path + '\n' + diagnostic.data->column + '\n';
    append_number(key, diagnostic.data->line);
    append_number(key, diagnostic.data->field);
    append_arguments(key, diagnostic.arguments);
  } else if (diagnostic.span.file) {
    append_number(key, diagnostic.span.file.value);
    append_number(key, diagnostic.span.begin);
    append_number(key, diagnostic.span.end);
  } else {
    append_arguments(key, diagnostic.arguments);
  }
  return key;
}

/// Rules in file order first, then messages without a place, then data.
std::tuple<int, std::uint32_t, std::uint32_t, std::uint32_t> order_key(const Diagnostic& item) {
  if (item.data) return {2, 0, 0, 0};
  if (!item.span.file) return {1, 0, 0, 0};
  return {0, item.span.file.value, item.span.begin, item.span.end};
}

}  // namespace

Diagnostic& Diagnostic::at_data(DataPlace place) {
  data = std::move(place);
  return *this;
}

Diagnostic& Diagnostic::underline(Text text, Arguments text_arguments) {
  span_label = Message{text, std::move(text_arguments)};
  return *this;
}

Diagnostic& Diagnostic::label(Span where, Text text, Arguments text_arguments) {
  labels.push_back(Label{where, Message{text, std::move(text_arguments)}});
  return *this;
}

Diagnostic& Diagnostic::note(Text text, Arguments text_arguments) {
  notes.push_back(Message{text, std::move(text_arguments)});
  return *this;
}

Diagnostic& Diagnostic::hint(Text text, Arguments text_arguments) {
  hints.push_back(Message{text, std::move(text_arguments)});
  return *this;
}

Diagnostic& Diagnostic::fix(Span where, std::string replacement, bool safe) {
  fixes.push_back(Fix{where, std::move(replacement), safe});
  return *this;
}

Diagnostic& Diagnostics::report(Code code, Span span, Arguments arguments) {
  Diagnostic diagnostic{};
  diagnostic.code = code;
  diagnostic.span = span;
  diagnostic.arguments = std::move(arguments);
  return add(std::move(diagnostic));
}

Diagnostic& Diagnostics::report_data(Code code, DataPlace place, Arguments arguments) {
  Diagnostic diagnostic{};
  diagnostic.code = code;
  diagnostic.data = std::move(place);
  diagnostic.arguments = std::move(arguments);
  return add(std::move(diagnostic));
}

Diagnostic& Diagnostics::add(Diagnostic diagnostic) {
  if (!seen_.insert(identity(diagnostic)).second) {
    duplicate_ = std::move(diagnostic);
    return duplicate_;
  }
  if (severity_of(diagnostic.code) == Severity::Error) ++error_count_;
  items_.push_back(std::move(diagnostic));
  return items_.back();
}

void Diagnostics::take_back(std::size_t count) {
  for (; items_.size() > count; items_.pop_back()) {
    seen_.erase(identity(items_.back()));
    if (severity_of(items_.back().code) == Severity::Error) --error_count_;
  }
}

void Diagnostics::take(const Diagnostics& other) {
  for (const Diagnostic& diagnostic : other.items_)
    add(diagnostic);
}

void Diagnostics::take(const Diagnostics& other, bool (*is_wanted)(Code)) {
  for (const Diagnostic& diagnostic : other.items_) {
    if (is_wanted(diagnostic.code)) add(diagnostic);
  }
}

void Diagnostics::sort() {
  std::stable_sort(items_.begin(), items_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return order_key(a) < order_key(b);
  });
}

}  // namespace kpi

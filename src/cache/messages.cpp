#include "cache/messages.hpp"

#include <utility>

namespace kpi::cache {
namespace {

/// Of messages about data: no phrases, which only proofs have.
void write_arguments(const Arguments& arguments, ShapeWriter& shape) {
  shape.number(arguments.size());
  for (const auto& [name, value] : arguments) {
    shape.text(name);
    const auto* const word = std::get_if<Text>(&value);
    shape.number(word == nullptr ? 0 : 1);
    if (word == nullptr) {
      shape.text(std::get<std::string>(value));
    } else {
      shape.number(static_cast<std::uint64_t>(*word));
    }
  }
}

Arguments read_arguments(ShapeReader& shape) {
  Arguments arguments;
  for (std::size_t left = shape.count(); left > 0 && shape.sound(); --left) {
    const std::string name = shape.text();
    if (shape.number() == 0) {
      arguments.emplace_back(name.c_str(), shape.text());
    } else {
      arguments.emplace_back(name.c_str(), static_cast<Text>(shape.number()));
    }
  }
  return arguments;
}

void write_lines(const std::vector<Message>& lines, ShapeWriter& shape) {
  shape.number(lines.size());
  for (const auto& [text, arguments] : lines) {
    shape.number(static_cast<std::uint64_t>(text));
    write_arguments(arguments, shape);
  }
}

std::vector<Message> read_lines(ShapeReader& shape) {
  std::vector<Message> lines;
  for (std::size_t left = shape.count(); left > 0 && shape.sound(); --left) {
    const auto text = static_cast<Text>(shape.number());
    lines.push_back({text, read_arguments(shape)});
  }
  return lines;
}

}  // namespace

bool can_be_kept(const Diagnostic& message) {
  const auto& [code, span, data, arguments, span_label, labels, notes, hints, fixes] = message;
  return severity_of(code) != Severity::Error && !span.file && data && !span_label &&
         labels.empty() && fixes.empty();
}

void write_message(const Diagnostic& message, ShapeWriter& shape) {
  const auto& [path, line, field, column] = *message.data;
  shape.number(static_cast<std::uint64_t>(message.code));
  shape.text(path);
  shape.number(line);
  shape.number(field);
  shape.text(column);
  write_arguments(message.arguments, shape);
  write_lines(message.notes, shape);
  write_lines(message.hints, shape);
}

std::optional<Diagnostic> read_message(ShapeReader& shape) {
  Diagnostic message{};
  message.code = static_cast<Code>(shape.number());
  DataPlace place;
  place.path = shape.text();
  place.line = shape.number();
  place.field = static_cast<std::uint32_t>(shape.number());
  place.column = shape.text();
  message.data = std::move(place);
  message.arguments = read_arguments(shape);
  message.notes = read_lines(shape);
  message.hints = read_lines(shape);
  if (!shape.sound()) return std::nullopt;
  return message;
}

}  // namespace kpi::cache

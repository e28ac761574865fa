#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "diag/render.hpp"
#include "output/render.hpp"

namespace kpi::repl {

/// How a session talks.
struct Voice {
  std::function<void(const std::string&)> say;       // results
  std::function<void(const std::string&)> complain;  // messages, on the other stream
  RenderOptions messages;
  output::OutputOptions tables;
  Language language = Language::English;
  /// The page about a code such as `E0301`.
  std::function<std::optional<std::string>(const std::string&)> page;

  std::string text(Text name, Arguments arguments = {}) const {
    return message_text(Message{name, std::move(arguments)}, language);
  }
};

}  // namespace kpi::repl

#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "syntax/slips.hpp"

namespace kpi::syntax {

/// What those who look for a slip ask of the place, and how they report it.
class MistakeReader {
 protected:
  MistakeReader(const Mistake& mistake, Diagnostics& diagnostics)
      : failure_(mistake.failure),
        scanner_(mistake.scanner),
        file_(mistake.file),
        around_(mistake.around),
        diagnostics_(diagnostics) {}

  std::string_view text(const Token& token) const {
    return scanner_.between(token.begin, token.end);
  }
  Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  Span span(const Token& token) const { return span(token.begin, token.end); }
  const Token& found() const { return around_.found; }
  bool found_word() const { return found().kind == Token::Kind::Word; }
  Diagnostic& unexpected(Argument expected) { return unexpected(found(), std::move(expected)); }
  Diagnostic& unexpected(const Token& seen, Argument expected) {
    return diagnostics_.report(
        Code::unexpected, span(seen),
        {{"found", "`" + cut_to_width(text(seen), 40) + "`"}, std::move(expected)});
  }
  Diagnostic& foreign(Span where, const std::string& meant) {
    return diagnostics_.report(
        Code::foreign_operator, where,
        {{"seen", scanner_.between(where.begin, where.end)}, {"meant", meant}});
  }
  bool names_table(const std::string& name) const {
    const std::string_view all = scanner_.text();
    return all.find("table " + name) != std::string_view::npos ||
           all.find("表 " + name) != std::string_view::npos;
  }
  /// A form of the language as the author writes.
  std::string form(std::string_view english) const {
    return spelled_as(english, writes_chinese(failure_, scanner_));
  }

  const Failure& failure_;
  const Scanner& scanner_;
  FileId file_;
  const Surroundings& around_;
  Diagnostics& diagnostics_;
};

}  // namespace kpi::syntax

#pragma once

#include <cstddef>
#include <vector>

#include "diag/diagnostic.hpp"
#include "syntax/scanner.hpp"

namespace kpi::syntax {

/// One thing the grammar would have accepted.
struct Expectation {
  enum class Kind : std::uint8_t { Word, Sign, Class };
  Kind kind = Kind::Class;
  std::uint16_t value = 0;

  static Expectation word(Keyword id) { return {Kind::Word, static_cast<std::uint16_t>(id)}; }
  static Expectation sign(Symbol id) { return {Kind::Sign, static_cast<std::uint16_t>(id)}; }
  static Expectation of(Expected id) { return {Kind::Class, static_cast<std::uint16_t>(id)}; }
  friend bool operator==(Expectation a, Expectation b) {
    return a.kind == b.kind && a.value == b.value;
  }
};

/// The furthest place any rule reached, and what was tried there.
struct Failure {
  std::size_t chunk_begin = 0;  // the declaration's first byte
  std::size_t item_begin = 0;   // the item's first byte
  std::size_t at = 0;           // the token that did not fit
  std::vector<Expectation> expected;
  bool too_deep = false;

  bool expects(Keyword id) const;
  bool expects(Symbol id) const;
  bool expects(Expected id) const;
};

/// One diagnostic for the failure: what stood there, what was expected, how to repair it.
void report(const Failure& failure, const Scanner& scanner, FileId file, Diagnostics& diagnostics);
/// A block that is not closed before the next declaration or the end of the file.
void report_open_block(std::size_t chunk_begin, std::size_t at, const Scanner& scanner, FileId file,
                       Diagnostics& diagnostics);

}  // namespace kpi::syntax

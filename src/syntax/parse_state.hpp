#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "syntax/failure.hpp"
#include "syntax/scanner.hpp"
#include "syntax/syntax.hpp"

/// What the rules of grammar/ run on: the scanner, the tree so far, and the furthest failure.
namespace kpi::syntax {

class ParseState {
 public:
  ParseState(std::string_view text, FileId file, std::vector<std::uint32_t> reported_offsets,
             Diagnostics& diagnostics)
      : scanner_(text),
        file_(file),
        reported_(std::move(reported_offsets)),
        diagnostics_(diagnostics) {}

  Scanner& scanner() { return scanner_; }
  std::size_t offset_of(const char* current) const {
    return static_cast<std::size_t>(current - scanner_.text().data());
  }
  /// The next declaration begins: failures before it are history.
  void begin_chunk(std::size_t begin, std::size_t end);

  // Terminals (grammar/terminals.hpp): the offset after the match, or kNoMatch.
  std::size_t keyword(std::size_t at, Keyword id);
  std::size_t keyword_after_break(std::size_t at, Keyword id);
  std::size_t keyword_on_next_line(std::size_t at, Keyword id);
  std::size_t keyword_before_value(std::size_t at, Keyword id);
  std::size_t item_keyword(std::size_t at, Keyword id);
  std::size_t symbol(std::size_t at, Symbol id);
  std::size_t binary_operator(std::size_t at, Symbol id);
  std::size_t sign_operator(std::size_t at, Symbol id);
  std::size_t name(std::size_t at);
  std::size_t any_name(std::size_t at);
  std::size_t operand_name(std::size_t at);
  std::size_t text(std::size_t at);
  std::size_t unit(std::size_t at);
  std::size_t currency_code(std::size_t at);
  std::size_t open_brace(std::size_t at);
  std::size_t separators(std::size_t at);
  std::size_t skip_item(std::size_t at);
  std::size_t skip_formula(std::size_t at);
  std::size_t skip_declaration(std::size_t at);
  std::size_t blanks(std::size_t at) { return skip(at); }
  std::size_t line_breaks(std::size_t at) const { return scanner_.skip(at, true); }
  std::size_t item_end(std::size_t at);
  std::size_t formula_end(std::size_t at);
  std::size_t declaration_end(std::size_t at);
  std::size_t all_read(std::size_t at);
  std::size_t more_items(std::size_t at);
  std::size_t more_text(std::size_t at);
  std::size_t assumed_brace(std::size_t at);
  std::size_t missing_brace(std::size_t at);
  std::size_t before_reason(std::size_t at);
  std::size_t unless_keyword(std::size_t at, Keyword id);
  std::size_t unless_symbol(std::size_t at, Symbol id);

  // Nesting (grammar::nest).
  class Nesting {
   public:
    Nesting(ParseState* state, bool in_brackets) : state_(state), in_brackets_(in_brackets) {}
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting();
    explicit operator bool() const { return state_ != nullptr; }

   private:
    ParseState* state_;
    bool in_brackets_;
  };
  Nesting enter(std::size_t at, bool in_brackets);

  // Expectations (grammar::expect_as).
  struct Mark {
    std::size_t at;
    std::size_t count;
  };
  Mark mark_expectations(std::size_t at);
  void expect_instead(Mark mark, Expected what);
  /// From now on the words behind a class stay beside it, and what is expected behind the place is
  /// of no interest: what failed there is skipped, whatever is open.
  void keep_expectations(std::size_t place) {
    keeps_expectations_ = true;
    expectations_end_ = place;
  }
  const Failure& furthest() const { return failure_; }

  // The tree (the control of parse.cpp).
  void open_node(std::size_t at) { open_nodes_.push_back(skip(at)); }
  void drop_node(std::size_t at);
  void close_node(NodeKind kind, std::size_t end, bool only_if_several);
  void roll_back(std::size_t at);
  void wrap_all(NodeKind kind, std::size_t begin, std::size_t end);
  std::vector<Node> take_nodes() { return std::move(nodes_); }

 private:
  std::size_t skip(std::size_t at);
  bool newlines_free() const { return brackets_ > 0; }
  std::size_t fail(std::size_t at, Expectation expectation);
  void push_leaf(NodeKind kind, std::size_t begin, std::size_t end, Keyword id = Keyword::And);
  std::size_t leaf(NodeKind kind, std::size_t begin, std::size_t end, Expected what);
  bool ends_item(std::size_t begin) const;
  bool opens_other_operand(std::size_t begin, std::size_t end);
  void report_failure(std::size_t at);
  std::size_t end_of_broken_item(std::size_t at, bool stop_at_brace) const;
  std::size_t next_declaration(std::size_t at) const;

  Scanner scanner_;
  FileId file_;
  std::vector<std::uint32_t> reported_;  // offsets the text checks complained about
  Diagnostics& diagnostics_;
  std::vector<Node> nodes_;
  std::vector<std::size_t> open_nodes_;
  Failure failure_;
  std::size_t reported_until_ = 0;  // no second message up to here
  int nesting_ = 0;
  int brackets_ = 0;
  bool chunk_failed_ = false;
  bool keeps_expectations_ = false;
  std::size_t expectations_end_ = static_cast<std::size_t>(-1);
  std::size_t skipped_from_ = static_cast<std::size_t>(-1);
  std::size_t skipped_to_ = 0;
  bool skipped_newlines_ = false;
};

/// Offset of every declaration that begins at column 1: a declaration word followed by a name, a
/// text or `{`. Whatever is open there is closed.
std::vector<std::size_t> declaration_starts(const Scanner& scanner);

}  // namespace kpi::syntax

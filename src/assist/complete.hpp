#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assist/model.hpp"
#include "diag/render.hpp"
#include "syntax/accepted.hpp"

/// What may be written where the cursor stands.
namespace kpi::assist {

enum class Sort : std::uint8_t { Keyword, Function, Word, Name, Library, Choice };

struct Completion {
  std::string label;   // as it is shown and, without `insert`, written
  std::string insert;  // empty: the label
  Sort sort = Sort::Name;
  NameKind kind = NameKind::Metric;  // of a name
  std::string detail;                // what it is, in a few words
  std::string doc;
  std::string filter;  // the label, its other spelling and how it sounds, between blanks
  int rank = 0;        // lower ones first
};

struct Completions {
  std::size_t begin = 0, end = 0;  // bytes of the text that are replaced
  std::vector<Completion> items;   // by rank, then as declared; not yet filtered by what is typed
};

/// `text`: a rule file, or of other kinds an expression or a query in the language of the model,
/// such as a line of a REPL. `offset`: where the cursor stands, in bytes.
Completions complete(std::string_view text, std::size_t offset, const Model& model,
                     Language language, syntax::InputKind kind = syntax::InputKind::File);

/// Whether what is typed may begin the item: by its letters, its other spelling or its pinyin.
bool matches(const Completion& item, std::string_view typed);

}  // namespace kpi::assist

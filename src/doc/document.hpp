#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ast/ast.hpp"
#include "output/labels.hpp"
#include "program/program.hpp"

/// Rule files -> pages that people read: what is measured, how it is scored and paid, and where
/// each number comes from, in the words and formulas of the files themselves.
namespace kpi::doc {

/// Texts may hold pieces of rules between backticks.
using Paragraphs = std::vector<std::string>;

struct Table {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
};

/// One declaration.
struct Entry {
  std::string kind;  // metric, tiers, …
  std::string name;
  std::string label;                                       // empty where there is none
  std::string anchor;                                      // unique on the page
  Paragraphs about;                                        // its documentation, a line each
  std::vector<std::pair<std::string, std::string>> facts;  // unit, direction, who reads it
  std::string formula;
  std::vector<Table> tables;
  Paragraphs notes;         // adjustments, policies
  std::string declaration;  // as it is written
};

struct Section {
  std::string title;
  Paragraphs about;
  Table summary;  // without rows where there is none
  std::vector<Entry> entries;
};

struct Document {
  std::string title;
  Paragraphs about;
  std::vector<Section> sections;
};

/// A file with its declarations.
struct File {
  std::string name;
  Paragraphs about;  // the `##` lines at its beginning
  const ast::Ast* ast = nullptr;
};

struct Source {
  const Program& program;
  const SourceMap& sources;
  const output::Words& words;
};

/// A section for each kind of declaration of the files: cards and pay first, data last.
Document document_of(const std::string& title, const std::vector<File>& files,
                     const Source& source);
/// A section for each file, as a catalogue to choose from.
Document catalogue_of(const std::string& title, const std::vector<File>& files,
                      const Source& source);

std::string to_markdown(const Document& document, const output::Words& words);
/// One file that needs nothing else: a field to search in, printed without it.
std::string to_html(const Document& document, const output::Words& words);

/// `##` lines as paragraphs.
Paragraphs paragraphs_of(std::string_view doc);

/// A table, and the facts of an entry as a list, in Markdown.
std::string table_text(const Table& table);
std::string facts_text(const Entry& entry, const output::Words& words);

}  // namespace kpi::doc

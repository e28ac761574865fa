#include "doc/compose.hpp"

/// What holds for the whole project: to which step values are rounded, when weeks and years begin.
namespace kpi::doc {
namespace {

/// A block as it is written, under its own word.
Entry setting(const Source& source, Span span) {
  Entry entry;
  entry.declaration = std::string(source.sources.text(span));
  entry.label = entry.declaration.substr(0, entry.declaration.find_first_of(" {"));
  entry.kind = source.words(Text::doc_settings);
  entry.anchor = entry.label;
  entry.formula = code(source, span);
  return entry;
}

}  // namespace

Entry entry_of(const Source& source, const ast::Ast&, const ast::Precision& precision) {
  return setting(source, precision.span);
}

Entry entry_of(const Source& source, const ast::Ast&, const ast::CalendarBlock& calendar) {
  return setting(source, calendar.span);
}

}  // namespace kpi::doc

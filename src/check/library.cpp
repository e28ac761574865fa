#include "check/library.hpp"

#include <algorithm>

#include "ast/parts.hpp"
#include "base/text.hpp"
#include "check/library_names.hpp"
#include "check/words.hpp"

namespace kpi::check {
namespace {

/// The first name in a formula that should be a table and is none.
std::optional<std::string> missing_table(const Checker& checker, const ast::Ast& file,
                                         ast::ExprId id) {
  if (!id) return std::nullopt;
  if (const auto* path = std::get_if<ast::PathExpr>(&file.exprs[id].node)) {
    const ast::Name& name = path->path.parts[0];
    const bool known = checker.find(name.text) != nullptr || is_column(checker, name.text) ||
                       canonical_word(name) != name.text || is_value_word(name.text);
    return known ? std::nullopt : std::optional(name.text);
  }
  for (const ast::ExprId part : ast::parts_of(file.exprs[id])) {
    if (auto found = missing_table(checker, file, part)) return found;
  }
  const auto* call = std::get_if<ast::Call>(&file.exprs[id].node);
  if (call == nullptr) return std::nullopt;
  for (const ast::Per& per : call->context.per) {
    if (per.path.parts.empty()) continue;
    const std::string& name = per.path.parts[0].text;
    if (checker.find(name) == nullptr && !is_column(checker, name)) return name;
  }
  return std::nullopt;
}

std::string text_of(const Diagnostic& diagnostic, const char* name) {
  for (const Argument& argument : diagnostic.arguments) {
    const auto* text = std::get_if<std::string>(&argument.value);
    if (argument.name == name && text != nullptr) return *text;
  }
  return {};
}

bool is_about_binding(const Diagnostic& diagnostic) {
  return diagnostic.code == Code::unknown_name || diagnostic.code == Code::unknown_column ||
         diagnostic.code == Code::table_not_named || diagnostic.code == Code::not_a_link ||
         diagnostic.code == Code::no_route || diagnostic.code == Code::library_unbound;
}

}  // namespace

bool is_in_library(const Checker& checker, Span span) {
  return std::any_of(checker.libraries.begin(), checker.libraries.end(),
                     [&](const auto& library) { return library.second->file == span.file; });
}

void leave_unbound(Checker& checker, MetricId id, std::size_t reported) {
  Metric& metric = checker.program.metrics[id];
  if (metric.formula || !is_in_library(checker, metric.span)) return;
  const auto& items = checker.diagnostics.items();
  const auto first = items.begin() + static_cast<std::ptrdiff_t>(reported);
  if (first == items.end() || !std::all_of(first, items.end(), is_about_binding)) return;
  if (first->code == Code::unknown_column) {
    metric.unbound = text_of(*first, "table") + "." + text_of(*first, "name");
  } else if (first->code == Code::not_a_link) {
    metric.unbound = text_of(*first, "name") + " -> …";  // a text where the library has a link
  } else if (first->code == Code::no_route) {
    metric.unbound = text_of(*first, "table") + " -> " + text_of(*first, "subject");
  } else if (first->code == Code::library_unbound) {
    metric.unbound = text_of(*first, "what");
  } else {
    const MetricText& text = checker.metrics[id].versions[0];
    metric.unbound =
        missing_table(checker, *text.ast, text.declared->formula).value_or(metric.name);
  }
  checker.diagnostics.take_back(reported);
}

bool report_unbound(Checker& checker, MetricId id, Span span) {
  const Metric& metric = checker.program.metrics[id];
  if (metric.unbound.empty()) return false;
  Diagnostic& report =
      checker.diagnostics
          .report(Code::library_unbound, span, {{"name", metric.name}, {"what", metric.unbound}})
          .label(metric.span, Text::defined_here, {{"name", metric.name}});
  const std::string table = metric.unbound.substr(0, metric.unbound.find('.'));
  if (const auto file = library_file_of(table)) {
    report.hint(Text::bind_library, {{"table", table}, {"file", *file}});
  }
  return true;
}

void hint_library(Diagnostic& diagnostic, const std::string& name, Span span) {
  if (const auto file = library_file_of(name)) {
    diagnostic.hint(Text::is_in_library, {{"file", *file}});
  } else if (const auto close = nearest(name, names_in_library())) {
    diagnostic
        .hint(Text::nearest_in_library, {{"name", *close}, {"file", *library_file_of(*close)}})
        .fix(span, *close, false);
  } else {
    diagnostic.hint(Text::none_in_library);
  }
}

}  // namespace kpi::check

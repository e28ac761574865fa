#pragma once

#include <optional>

#include "doc/document.hpp"

/// The pages of single declarations.
namespace kpi::doc {

/// The text of a part of a file between backticks, on one line.
std::string code(const Source& source, Span span);
std::string code(const Source& source, const ast::Ast& file, ast::ExprId id);
std::string code(const Source& source, const ast::Ast& file, const std::optional<ast::ExprId>& id);
std::string code(const std::string& text);
/// What a text in both languages, `Its number. 中文：编号`, says in the reader's.
std::string in_language(const std::string& text, const Source& source);
/// Paragraphs of which one begins with `中文：`, for readers of Chinese: that one in place of the
/// first.
Paragraphs in_language(Paragraphs paragraphs, const Source& source);
/// `销售额` of `销售额 · sales`, for readers of Chinese.
std::string label_in_language(const std::string& label, const Source& source);
/// A table in which no column is without a text.
Table without_empty_columns(const Table& table);
/// `a`, `b`
std::string listed(const std::vector<ast::Name>& names);

Entry entry_of(const Source& source, const ast::Ast& file, const ast::Table& table);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Role& role);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Metric& metric);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Param& param);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Target& target);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Tiers& tiers);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Scorecard& card);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Payout& payout);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Rule& rule);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Test& test);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::Precision& precision);
Entry entry_of(const Source& source, const ast::Ast& file, const ast::CalendarBlock& calendar);

/// Name, label, documentation and declaration of anything that has them.
Entry begun(const Source& source, Text kind, const ast::Head& head);
/// A fact with something to say.
void add_fact(const Source& source, Entry& entry, Text name, std::string value);

}  // namespace kpi::doc

#pragma once

#include <string>
#include <string_view>

#include "diag/diagnostic.hpp"
#include "program/program.hpp"

/// Why the text of a cell is not a value of its column, as a message without its place. Only asked
/// once reading has failed, so it may take its time.
namespace kpi::table {

/// A message about data, without a place yet.
Diagnostic make_diagnostic(Code code, Arguments arguments = {});

/// The value as messages quote it: long texts are cut, white space and line breaks stay visible.
std::string quoted_value(std::string_view text);
/// The first dozen of them so, between backticks.
std::string listed_values(const std::vector<std::string>& values);

/// ` from "销售额"`, to be kept where a column is declared otherwise; empty for its own name.
Phrase from_header(const Column& column);

/// `0xD4`
std::string byte_name(unsigned char byte);

/// True of `-`, `N/A`, `无`: what people write where there is no value.
bool marks_missing(std::string_view text);
/// The declaration under which the text is none, where it looks like one.
void offer_none(std::string_view text, const Phrase& type, const Column& column,
                Diagnostic& diagnostic);

Diagnostic explain_missing(const Column& column);
/// Bytes that are not UTF-8, or control characters. `offset` is the cell's place in the file,
/// `line` the row's.
Diagnostic explain_text(std::string_view raw, std::uint64_t offset);
Diagnostic explain_number(std::string_view text, const Column& column);
Diagnostic explain_truth(std::string_view text, const Column& column);
Diagnostic explain_choice(std::string_view text, const Column& column);
/// `zone`: that of the calendar, empty where none is said.
Diagnostic explain_day(std::string_view text, const Column& column, std::string_view zone);
Diagnostic explain_moment(std::string_view text, const Column& column, std::string_view zone);
Diagnostic explain_period(std::string_view text, const Column& column, const Calendar& calendar);
Diagnostic explain_duplicate_key(std::string_view text, const std::string& other_line);
/// `plain`: without the blanks.
/// Where blanks stand around the text.
void offer_trimmed(std::string_view text, const Column& column, Diagnostic& diagnostic);
Diagnostic explain_blanks_in_key(std::string_view text, std::string_view plain,
                                 const std::string& other_line);

/// True if a text holds only UTF-8 and no control characters but tabs and line breaks.
bool is_clean_text(std::string_view text);

}  // namespace kpi::table

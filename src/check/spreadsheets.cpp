#include "check/spreadsheets.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

/// Functions that analysts know from a spreadsheet, and what is written here instead.
namespace kpi::check {
namespace {

constexpr std::pair<std::string_view, std::string_view> kFunctions[] = {
    {"AND", "a and b"},
    {"OR", "a or b"},
    {"NOT", "not a"},
    {"IFS", "if a then x else if b then y else z"},
    {"SWITCH", "if a then x else if b then y else z"},
    {"IFERROR", "x if none 0"},
    {"IFNA", "x if none 0"},
    {"ISBLANK", "x is none"},
    {"SUMIF", "sum(table.column where condition)"},
    {"SUMIFS", "sum(table.column where condition)"},
    {"SUMPRODUCT", "sum(table.a * table.b)"},
    {"COUNTIF", "count(table where condition)"},
    {"COUNTIFS", "count(table where condition)"},
    {"COUNTA", "count(table where column is present)"},
    {"COUNTUNIQUE", "count(distinct table.column)"},
    {"AVERAGE", "avg(table.column)"},
    {"AVERAGEIF", "avg(table.column where condition)"},
    {"AVERAGEIFS", "avg(table.column where condition)"},
    {"MAXIFS", "max(table.column where condition)"},
    {"MINIFS", "min(table.column where condition)"},
    {"VLOOKUP", "link.column"},
    {"HLOOKUP", "link.column"},
    {"XLOOKUP", "link.column"},
    {"LOOKUP", "link.column"},
    {"INDEX", "link.column"},
    {"MATCH", "link.column"},
    {"ROUNDUP", "round(x, 0.01, up)"},
    {"ROUNDDOWN", "round(x, 0.01, down)"},
    {"CEILING", "round(x, 0.01, ceil)"},
    {"INT", "round(x, 1, floor)"},
    {"TRUNC", "round(x, 1, down)"},
    {"ABS", "max(x, -x)"},
    {"DATEDIF", "months(a, b)"},
    {"TODAY", "period.end"},
    {"NOW", "period.end"},
    {"EOMONTH", "period.end"},
};

constexpr std::pair<std::string_view, std::string_view> kComparisons[] = {
    {"同比", "growth(metric, year ago)"},       {"YOY", "growth(metric, year ago)"},
    {"环比", "growth(metric, prior)"},          {"MOM", "growth(metric, prior)"},
    {"QOQ", "growth(metric, prior)"},           {"同比增长", "growth(metric, year ago)"},
    {"同比增长率", "growth(metric, year ago)"}, {"环比增长", "growth(metric, prior)"},
    {"环比增长率", "growth(metric, prior)"},
};

template <std::size_t Size>
std::optional<std::string_view> form_of(
    std::string_view function, const std::pair<std::string_view, std::string_view> (&forms)[Size]) {
  std::string upper(function);
  for (char& c : upper)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (const auto& [name, form] : forms) {
    if (name == upper) return form;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> instead_of_spreadsheet(std::string_view function) {
  return form_of(function, kFunctions);
}

std::optional<std::string_view> spoken_comparison(std::string_view function) {
  return form_of(function, kComparisons);
}

}  // namespace kpi::check

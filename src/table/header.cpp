#include "table/header.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "table/cell_faults.hpp"

namespace kpi::table {
namespace {

bool is_bracket(char32_t c) {
  static constexpr std::u32string_view kBrackets = U"()[]{}<>【】「」『』《》〈〉〔〕";
  return kBrackets.find(c) != std::u32string_view::npos;
}

bool is_separator(char32_t c) {
  static constexpr std::u32string_view kSeparators = U" \t\r\n_-./·";
  return kSeparators.find(c) != std::u32string_view::npos;
}

/// What two spellings of one header have in common: NFKC, lower case, no brackets, no separators.
/// With `without_remarks` also nothing of what stands in brackets: `销售额（元）` is `销售额`.
std::string skeleton(std::string_view header, bool without_remarks) {
  const std::string folded = ascii_lower(to_nfkc(header));
  std::string result;
  int depth = 0;
  for (std::size_t offset = 0; offset < folded.size();) {
    const char32_t c = next_code_point(folded, offset).value_or(U'\uFFFD');
    if (is_bracket(c)) {
      static constexpr std::u32string_view kClosing = U")]}>】」』》〉〕";
      depth += kClosing.find(c) == std::u32string_view::npos ? 1 : -1;
    } else if (!is_separator(c) && !(without_remarks && depth > 0)) {
      append_utf8(result, c);
    }
  }
  return result;
}

std::optional<std::string> only_match(const std::string& wanted,
                                      const std::vector<std::string>& headers,
                                      bool without_remarks) {
  const std::string key = skeleton(wanted, without_remarks);
  std::optional<std::string> found;
  for (const std::string& header : headers) {
    if (key.empty() || skeleton(header, without_remarks) != key) continue;
    if (found && *found != header) return std::nullopt;
    found = header;
  }
  return found;
}

struct Sign {
  const char* text;
  const char* shown;
  const char* name;  // of --delimiter; nothing: it is none
};
constexpr Sign kSigns[] = {
    {"\t", "\\t", "tab"}, {";", ";", "semicolon"}, {"|", "|", "pipe"}, {"，", "，", nullptr}};

std::string joined(const std::vector<std::string>& headers, const char* sign) {
  std::string text;
  for (const std::string& header : headers) {
    if (!text.empty()) text += sign;
    text += header;
  }
  return text;
}

/// With this sign between the fields there would be such a column.
const Sign* sign_with(const std::string& wanted, const std::vector<std::string>& headers) {
  const std::string line = joined(headers, ",");
  for (const Sign& sign : kSigns) {
    const std::string_view mark = sign.text;
    for (std::size_t at = 0; line.find(mark) != std::string::npos && at <= line.size();) {
      const std::size_t end = std::min(line.find(mark, at), line.size());
      if (trim(std::string_view(line).substr(at, end - at)) == wanted) return &sign;
      at = end + mark.size();
    }
  }
  return nullptr;
}

/// The sign that seems to separate the fields of a header that is one field.
std::optional<std::string> other_separator(const std::vector<std::string>& headers) {
  if (headers.size() != 1) return std::nullopt;
  for (const char* sign : {"\t", ";", "|", "，"}) {
    if (headers[0].find(sign) != std::string::npos) {
      return sign[0] == '\t' ? "\\t" : std::string(sign);
    }
  }
  return std::nullopt;
}

/// Without those that other columns are read from.
std::vector<std::string> free_headers(const TableSchema& schema, const Column& column,
                                      std::vector<std::string> headers) {
  for (const Column& other : schema.columns) {
    if (&other == &column || other.header == column.header) continue;
    for (const std::string& header : headers_of(other))
      std::erase(headers, header);
  }
  return headers;
}

Diagnostic missing_column(const TableSchema& schema, const Column& column,
                          const std::string& wanted, const std::vector<std::string>& headers) {
  Diagnostic diagnostic = make_diagnostic(Code::column_missing, {{"header", wanted}});
  const bool taken = schema.span.file != column.type_span.file;  // over from another table
  if (schema.span.file != column.span.file) {
    diagnostic.label(schema.span, Text::data_table_takes, {{"column", column.name}});
  } else if (column.span.file) {
    diagnostic.label(column.span, Text::data_column_declared, {{"column", column.name}});
  }
  if (const Sign* const sign = sign_with(wanted, headers)) {
    diagnostic.note(Text::data_other_separator, {{"sign", sign->shown}});
    if (sign->name != nullptr) {
      diagnostic.hint(Text::data_say_delimiter, {{"table", schema.name}, {"name", sign->name}});
    }
    return diagnostic;
  }
  if (const auto sign = other_separator(headers)) {
    diagnostic.note(Text::data_other_separator, {{"sign", *sign}});
    return diagnostic;
  }
  for (const Sign& sign : kSigns) {
    if (headers.size() < 2 || joined(headers, sign.text) != wanted) continue;
    diagnostic.hint(Text::data_say_commas, {{"table", schema.name}});
    return diagnostic;
  }
  if (const auto similar = similar_header(wanted, free_headers(schema, column, headers))) {
    if (!column.headers.empty()) return diagnostic.hint(Text::did_you_mean, {{"name", *similar}});
    return diagnostic.hint(taken ? Text::data_use_header_taken : Text::data_use_header,
                           {{"column", column.name}, {"header", *similar}, {"table", schema.name}});
  }
  diagnostic.note(Text::data_headers_are, {{"headers", listed_values(headers)}});
  if (!column.headers.empty()) return diagnostic;
  diagnostic.hint(taken ? Text::data_say_from_taken : Text::data_say_from,
                  {{"column", column.name}, {"table", schema.name}});
  if (column.optional) {
    diagnostic.hint(taken ? Text::data_say_none_taken : Text::data_say_from_none,
                    {{"column", column.name}});
  }
  return diagnostic;
}

Diagnostic doubled_column(const std::string& header, std::size_t first, std::size_t second) {
  Diagnostic diagnostic = make_diagnostic(
      Code::column_twice, {{"header", header}, {"first", first + 1}, {"second", second + 1}});
  diagnostic.hint(Text::data_rename_header);
  return diagnostic;
}

}  // namespace

std::string clean_header(std::string_view text) {
  return to_nfc(trim(text));
}

bool is_read(const TableSchema& schema, ColumnId column) {
  const Column& read = schema.columns[column];
  if (read.history || read.copied || read.in_no_file) return false;
  return read.used || column == schema.key;
}

std::optional<std::string> similar_header(const std::string& wanted,
                                          const std::vector<std::string>& headers) {
  if (auto match = only_match(wanted, headers, false)) return match;
  if (auto match = only_match(wanted, headers, true)) return match;
  return nearest(to_nfkc(wanted), headers);
}

std::vector<std::string> headers_of(const Column& column) {
  if (column.headers_of) return {};
  if (column.headers.empty()) return {clean_header(column.header)};
  std::vector<std::string> headers;
  for (const std::string& header : column.headers)
    headers.push_back(clean_header(header));
  return headers;
}

Binding bind_columns(const TableSchema& schema, const std::vector<std::string>& headers) {
  Binding binding;
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const ColumnId id(i);
    const Column& column = schema.columns[id];
    if (!is_read(schema, id)) continue;
    std::size_t part = 0;
    for (const std::string& wanted : headers_of(column)) {
      const std::size_t this_part = part++;
      const auto first = std::find(headers.begin(), headers.end(), wanted);
      if (first == headers.end()) {
        if (!other_separator(headers) || binding.problems.empty()) {
          binding.problems.push_back(missing_column(schema, column, wanted, headers));
        }
        continue;
      }
      const auto field = static_cast<std::size_t>(first - headers.begin());
      const auto second = std::find(first + 1, headers.end(), wanted);
      if (second != headers.end()) {
        const auto other = static_cast<std::size_t>(second - headers.begin());
        binding.problems.push_back(doubled_column(wanted, field, other));
      }
      binding.columns.push_back({id, field, this_part});
    }
  }
  std::sort(binding.columns.begin(), binding.columns.end(),
            [](const BoundColumn& a, const BoundColumn& b) { return a.field < b.field; });
  return binding;
}

}  // namespace kpi::table

#include "io/delimiter.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "io/head_reader.hpp"

namespace kpi::io {
namespace {

struct Delimiter {
  char sign;
  const char* name;
};
constexpr Delimiter kDelimiters[] = {
    {',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "pipe"}};

constexpr std::size_t kMostOfHeader = std::size_t{64} * 1024;

/// Reads a piece behind the other until the first line is whole.
std::string first_bytes(Reader& text) {
  constexpr std::size_t kAtOnce = 4096;
  std::string head;
  while (head.size() < kMostOfHeader && head.find('\n') == std::string::npos) {
    const std::size_t before = head.size();
    head.resize(before + kAtOnce);
    const std::size_t got = text.read(head.data() + before, kAtOnce);
    head.resize(before + got);
    if (got == 0) break;
  }
  return head;
}

char delimiter_in(std::string_view header) {
  char found = ',';
  bool quoted = false;
  for (const char c : header.substr(0, header.find('\n'))) {
    if (c == '"') quoted = !quoted;
    const bool is_sign = c == ',' || c == ';' || c == '\t' || c == '|';
    if (quoted || !is_sign) continue;
    if (c == ',' || (found != ',' && found != c)) return ',';
    found = c;
  }
  return found;
}

class DividedReader final : public Reader {
 public:
  DividedReader(std::unique_ptr<Reader> text, char delimiter)
      : text_(std::move(text)), delimiter_(delimiter) {}
  std::size_t read(char* buffer, std::size_t size) override { return text_->read(buffer, size); }
  std::size_t size() const override { return text_->size(); }
  std::optional<std::string> error() const override { return text_->error(); }
  std::optional<ContentFault> fault() const override { return text_->fault(); }
  LineCount lines() const override { return {1, true, delimiter_}; }

 private:
  std::unique_ptr<Reader> text_;
  char delimiter_;
};

}  // namespace

std::optional<char> delimiter_named(std::string_view name) {
  for (const Delimiter& known : kDelimiters) {
    if (name == known.name || name == std::string_view(&known.sign, 1)) return known.sign;
  }
  return std::nullopt;
}

const char* name_of_delimiter(char delimiter) {
  const auto found = std::find_if(std::begin(kDelimiters), std::end(kDelimiters),
                                  [&](const Delimiter& known) { return known.sign == delimiter; });
  return found == std::end(kDelimiters) ? "comma" : found->name;
}

std::unique_ptr<Reader> divided(std::unique_ptr<Reader> text, std::optional<char> declared) {
  if (declared) return std::make_unique<DividedReader>(std::move(text), *declared);
  std::string head = first_bytes(*text);
  const char delimiter = delimiter_in(head);
  auto whole = std::make_unique<HeadReader>(std::move(head), std::move(text));
  if (delimiter == ',') return whole;
  return std::make_unique<DividedReader>(std::move(whole), delimiter);
}

}  // namespace kpi::io

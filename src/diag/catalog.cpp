#include "diag/catalog.hpp"

#include <array>

#include "diag/template_check.hpp"

namespace kpi {
namespace {

struct CodeEntry {
  std::string_view name;
  Severity severity;
  Bilingual texts;
};

// Both tables end in an empty entry, so that they are arrays even without a line in the lists.
constexpr CodeEntry kCodes[] = {
#define KPI_DIAGNOSTIC(code, name, severity, en, zh) {#code, Severity::severity, {en, zh}},
#include "diag/codes/all.def"
#undef KPI_DIAGNOSTIC
    {{}, Severity::Note, {}}};

constexpr Bilingual kTexts[] = {
#define KPI_TEXT(name, en, zh) {en, zh},
#include "diag/codes/texts.def"
#undef KPI_TEXT
    {}};

constexpr std::size_t kCodeCount = sizeof(kCodes) / sizeof(kCodes[0]) - 1;
constexpr std::size_t kTextCount = sizeof(kTexts) / sizeof(kTexts[0]) - 1;

#define KPI_CHECK_TEXTS(name, en, zh)                                                   \
  static_assert(template_check::well_formed(en), #name ": braces in the English text"); \
  static_assert(template_check::well_formed(zh), #name ": braces in the Chinese text"); \
  static_assert(template_check::same_parameters(en, zh), #name                          \
                ": the texts differ in "                                                \
                "parameters");
#define KPI_DIAGNOSTIC(code, name, severity, en, zh)                                        \
  static_assert(template_check::is_code_name(#code, Severity::severity == Severity::Error), \
                #code ": E for an error, W for others, and four digits");                   \
  KPI_CHECK_TEXTS(name, en, zh)
#define KPI_TEXT(name, en, zh) KPI_CHECK_TEXTS(name, en, zh)
#include "diag/codes/all.def"
#include "diag/codes/texts.def"
#undef KPI_TEXT
#undef KPI_DIAGNOSTIC
#undef KPI_CHECK_TEXTS

/// The digits of a code; the letter before them only says how severe it is. Every code is looked
/// at once: comparing each with each takes more steps than a compiler allows itself.
constexpr std::size_t number_of(std::string_view code) {
  std::size_t number = 0;
  for (const char c : code.substr(1))
    number = number * 10 + static_cast<std::size_t>(c - '0');
  return number;
}

constexpr bool codes_are_unique() {
  constexpr std::size_t kNumbers = 10'000;  // four digits
  std::array<bool, kNumbers> taken{};
  for (std::size_t i = 0; i < kCodeCount; ++i) {
    const std::size_t number = number_of(kCodes[i].name);
    if (taken[number]) return false;
    taken[number] = true;
  }
  return true;
}
static_assert(codes_are_unique(), "a code stands for one message only");

const CodeEntry& entry(Code code) {
  const auto index = static_cast<std::size_t>(code);
  KPI_CHECK(index < kCodeCount);
  return kCodes[index];
}

bool equal_ignoring_case(std::string_view upper, std::string_view text) {
  if (upper.size() != text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool lower_case = text[i] >= 'a' && text[i] <= 'z';
    const char c = lower_case ? static_cast<char>(text[i] - 'a' + 'A') : text[i];
    if (upper[i] != c) return false;
  }
  return true;
}

}  // namespace

Bilingual texts_of(Code code) {
  return entry(code).texts;
}

Bilingual texts_of(Text text) {
  const auto index = static_cast<std::size_t>(text);
  KPI_CHECK(index < kTextCount);
  return kTexts[index];
}

std::size_t code_count() {
  return kCodeCount;
}

Severity severity_of(Code code) {
  return entry(code).severity;
}

std::string_view name_of(Code code) {
  return entry(code).name;
}

std::optional<Code> find_code(std::string_view name) {
  for (std::size_t i = 0; i < kCodeCount; ++i) {
    if (equal_ignoring_case(kCodes[i].name, name)) return static_cast<Code>(i);
  }
  return std::nullopt;
}

}  // namespace kpi

#include "check/context_words.hpp"

#include <algorithm>
#include <array>

namespace kpi::check {
namespace {

using Word = ContextWord;

struct Said {
  Word word;
  bool present;
  const char* text;
};

std::array<Said, 12> words_of(const ast::Context& context) {
  return {{{Word::Where, context.where || context.group_where, "where"},
           {Word::Per, !context.per.empty(), "per"},
           {Word::Dated, context.dated.has_value(), "dated"},
           {Word::Credited, context.credited.has_value(), "credited"},
           {Word::Of, context.of.has_value(), "of"},
           {Word::During, context.during.has_value(), "during"},
           {Word::Among, context.among.has_value(), "among"},
           {Word::Weight, context.weight.has_value(), "weight"},
           {Word::Step, context.step.has_value(), "step"},
           {Word::Across, context.across.has_value(), "across"},
           {Word::Snapshot, context.snapshot.has_value(), "last"},
           {Word::SkippingNone, context.skipping_none, "skipping none"}}};
}

/// What a word in the wrong brackets was about: `abs(revenue(during prior))`.
bool is_of_metric(Word word) {
  return word == Word::Of || word == Word::During || word == Word::Dated || word == Word::Credited;
}

}  // namespace

bool has_only(Checker& checker, const CallSite& site, std::initializer_list<Word> used) {
  bool fits = true;
  for (const Said& said : words_of(site.call.context)) {
    if (!said.present || std::find(used.begin(), used.end(), said.word) != used.end()) continue;
    Diagnostic& report =
        checker.diagnostics.report(Code::word_out_of_place, site.span, {{"word", said.text}});
    if (is_of_metric(said.word)) {
      report.hint(Text::inside_the_metric,
                  {{"name", site.call.callee.parts[0].text}, {"word", said.text}});
    }
    fits = false;
  }
  return fits;
}

bool words_fit(Checker& checker, const CallSite& site) {
  const std::string& word = site.word;
  const auto is = [&](std::initializer_list<const char*> names) {
    return std::find(names.begin(), names.end(), word) != names.end();
  };
  if (is({"min", "max", "clamp", "abs", "round", "sqrt", "months", "days", "workdays", "hours",
          "date"})) {
    return has_only(checker, site, {});
  }
  if (word == "convert") return has_only(checker, site, {Word::Dated});
  if (is({"growth", "change", "attainment", "target", "baseline", "stretch"})) {
    return has_only(checker, site, {Word::Of, Word::During, Word::Dated, Word::Credited});
  }
  if (is({"points", "score", "grade"})) return has_only(checker, site, {Word::Of, Word::During});
  if (word == "allocate") {
    return has_only(checker, site,
                    {Word::Among, Word::Weight, Word::Step, Word::Across, Word::During});
  }
  return true;
}

}  // namespace kpi::check

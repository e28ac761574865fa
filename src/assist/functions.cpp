#include "assist/functions.hpp"

#include "syntax/keywords.hpp"

namespace kpi::assist {
namespace {

using K = syntax::Keyword;
using Words = std::vector<K>;

constexpr std::string_view kRows = "where … per … dated … credited … of … during …";
constexpr std::string_view kResult = "of … during …";

Words operator+(Words words, const Words& others) {
  words.insert(words.end(), others.begin(), others.end());
  return words;
}

std::vector<Function> all_functions() {
  const Words rows = {
      K::Where,  K::Per,      K::Dated,        K::Credited,      K::Of,
      K::During, K::Skipping, K::SnapshotLast, K::SnapshotFirst, K::SnapshotAverage};
  const Words top = rows + Words{K::Top};
  const Words metric = {K::Of, K::During, K::Dated, K::Credited};
  const Words result = {K::Of, K::During};
  const Words window = {K::Prior,      K::YearAgo,       K::Last,        K::YearToDate,
                        K::HalfToDate, K::QuarterToDate, K::MonthToDate, K::AllTime};
  return {
      {K::SumFunction, {"x"}, kRows, top},
      {K::CountFunction, {"x"}, kRows, rows + Words{K::Distinct}},
      {K::AvgFunction, {"x"}, kRows, top},
      {K::MinFunction, {"x", "y…"}, kRows, top},
      {K::MaxFunction, {"x", "y…"}, kRows, top},
      {K::OnlyFunction, {"x"}, kRows, rows},
      {K::MedianFunction, {"x"}, kRows, top},
      {K::PercentileFunction, {"x", "90%"}, kRows, top},
      {K::StddevFunction, {"x"}, kRows, rows},
      {K::StddevAllFunction, {"x"}, kRows, rows},
      {K::CorrFunction, {"x", "y"}, kRows, rows},
      {K::SqrtFunction, {"x"}, {}, {}},
      {K::ClampFunction, {"x", "low", "high"}, {}, {}},
      {K::AbsFunction, {"x"}, {}, {}},
      {K::RoundFunction, {"x", "step", "mode"}, {}, {}},
      {K::GrowthFunction, {"metric", "prior"}, kResult, metric + window},
      {K::ChangeFunction, {"metric", "prior"}, kResult, metric + window},
      {K::StreakFunction, {"condition", "none breaks"}, {}, {K::None}},
      {K::RankFunction, {"metric"}, "among …", {K::Among, K::Dense}},
      {K::ShareFunction, {"metric"}, "among …", {K::Among}},
      {K::AllocateFunction,
       {"total"},
       "among … weight … step …",
       {K::Among, K::Weight, K::Step, K::Across, K::During}},
      {K::ConvertFunction, {"amount", "currency", "rates"}, "dated …", {K::Dated}},
      {K::DaysFunction, {"a to b"}, {}, {K::To}},
      {K::WorkdaysFunction, {"a to b"}, {}, {K::To}},
      {K::MonthsFunction, {"a to b"}, {}, {K::To}},
      {K::HoursFunction, {"a to b"}, {}, {K::To}},
      {K::DateFunction, {"moment"}, {}, {}},
      {K::TargetName, {"metric"}, kResult, metric},
      {K::BaselineName, {"metric"}, kResult, metric},
      {K::StretchName, {"metric"}, kResult, metric},
      {K::AttainmentName, {"metric"}, kResult, metric},
      {K::PointsName, {"card.line"}, kResult, result},
      {K::ScoreName, {"card"}, kResult, result},
      {K::GradeName, {"card"}, kResult, result},
  };
}

}  // namespace

const std::vector<Function>& functions() {
  static const std::vector<Function> kFunctions = all_functions();
  return kFunctions;
}

const Function* find_function(std::string_view word) {
  for (const Function& function : functions()) {
    if (syntax::spells(word, function.name)) return &function;
  }
  return nullptr;
}

}  // namespace kpi::assist

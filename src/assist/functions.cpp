#include "assist/functions.hpp"

#include "syntax/keywords.hpp"

namespace kpi::assist {
namespace {

constexpr std::string_view kRows = "where … per … dated … credited … of … during …";
constexpr std::string_view kResult = "of … during …";

}  // namespace

const std::vector<Function>& functions() {
  using K = syntax::Keyword;
  static const std::vector<Function> kFunctions = {
      {K::SumFunction, {"x"}, kRows},
      {K::CountFunction, {"x"}, kRows},
      {K::AvgFunction, {"x"}, kRows},
      {K::MinFunction, {"x", "y…"}, kRows},
      {K::MaxFunction, {"x", "y…"}, kRows},
      {K::OnlyFunction, {"x"}, kRows},
      {K::MedianFunction, {"x"}, kRows},
      {K::PercentileFunction, {"x", "90%"}, kRows},
      {K::StddevFunction, {"x"}, kRows},
      {K::StddevAllFunction, {"x"}, kRows},
      {K::CorrFunction, {"x", "y"}, kRows},
      {K::SqrtFunction, {"x"}, {}},
      {K::ClampFunction, {"x", "low", "high"}, {}},
      {K::AbsFunction, {"x"}, {}},
      {K::RoundFunction, {"x", "step", "mode"}, {}},
      {K::GrowthFunction, {"metric", "prior"}, kResult},
      {K::ChangeFunction, {"metric", "prior"}, kResult},
      {K::StreakFunction, {"condition", "none breaks"}, {}},
      {K::RankFunction, {"metric"}, "among …"},
      {K::ShareFunction, {"metric"}, "among …"},
      {K::AllocateFunction, {"total"}, "among … weight … step …"},
      {K::ConvertFunction, {"amount", "currency", "rates"}, "dated …"},
      {K::DaysFunction, {"a to b"}, {}},
      {K::WorkdaysFunction, {"a to b"}, {}},
      {K::MonthsFunction, {"a to b"}, {}},
      {K::HoursFunction, {"a to b"}, {}},
      {K::DateFunction, {"moment"}, {}},
      {K::TargetName, {"metric"}, kResult},
      {K::BaselineName, {"metric"}, kResult},
      {K::StretchName, {"metric"}, kResult},
      {K::AttainmentName, {"metric"}, kResult},
      {K::PointsName, {"card.line"}, kResult},
      {K::ScoreName, {"card"}, kResult},
      {K::GradeName, {"card"}, kResult},
  };
  return kFunctions;
}

const Function* find_function(std::string_view word) {
  for (const Function& function : functions()) {
    if (syntax::spells(word, function.name)) return &function;
  }
  return nullptr;
}

}  // namespace kpi::assist

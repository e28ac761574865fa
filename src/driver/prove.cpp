#include <algorithm>

#include "check/value_types.hpp"
#include "driver/session.hpp"
#include "prove/ranges.hpp"

/// What is proven of rules: of the values their params have, and of all they may have. Weights,
/// edges and steps are linear in each param, so that what holds at every corner holds inside.
namespace kpi::driver {
namespace {

using prove::Proof;
using prove::Verdict;

struct Bounded {
  const Param* param = nullptr;
  std::string low, high;
};

/// Two values for each: the corners of more are not looked at.
constexpr std::size_t kMostTogether = 4;

std::string written(const Settings& settings) {
  std::string text;
  for (const auto& [name, value] : settings) {
    text.append(text.empty() ? "" : " ").append("--set ").append(name);
    text.append("=").append(value);
  }
  return text;
}

class Corners {
 public:
  Corners(const Compiled& compiled, const Settings& settings, const io::Files& files)
      : compiled_(compiled), settings_(settings), files_(files) {}

  std::vector<Proof> prove() {
    std::vector<Bounded> bounded;
    for (const Param& param : compiled_.program.params) {
      if (param.type.kind != Kind::Number) continue;
      if (!param.least || !param.most) {
        add(Verdict::Open, param.span, Text::proof_param_open, {{"name", param.name}});
        continue;
      }
      const Unit& unit = param.type.unit;
      bounded.push_back({&param, check::constant_text(*param.least, unit),
                         check::constant_text(*param.most, unit)});
    }
    std::vector<bool> fails(bounded.size(), false);
    for (std::size_t i = 0; i < bounded.size(); ++i) {
      for (const std::string& value : {bounded[i].low, bounded[i].high})
        fails[i] = !compiles({{bounded[i].param->name, value}}, bounded[i].param->span) || fails[i];
    }
    const bool alone = std::none_of(fails.begin(), fails.end(), [](bool f) { return f; });
    const bool together = alone && prove_together(bounded);
    for (std::size_t i = 0; i < bounded.size(); ++i) {
      if (fails[i] || (alone && !together)) continue;
      add(Verdict::Proven, bounded[i].param->span, Text::proof_param_holds,
          {{"name", bounded[i].param->name},
           {"range", prove::text_of({*bounded[i].param->least, *bounded[i].param->most},
                                    bounded[i].param->type.unit)}});
    }
    return std::move(proofs_);
  }

 private:
  void add(Verdict verdict, Span span, Text text, Arguments arguments) {
    proofs_.push_back({verdict, span, {text, std::move(arguments)}});
  }

  /// Every combination of the ends; false, and the first that is refused, if one is.
  bool prove_together(const std::vector<Bounded>& bounded) {
    if (bounded.size() < 2 || bounded.size() > kMostTogether) return true;
    for (std::size_t corner = 0; corner < (std::size_t{1} << bounded.size()); ++corner) {
      Settings set;
      for (std::size_t i = 0; i < bounded.size(); ++i) {
        const bool high = (corner >> i & 1U) != 0;
        set[bounded[i].param->name] = high ? bounded[i].high : bounded[i].low;
      }
      if (!compiles(set, bounded[0].param->span)) return false;
    }
    return true;
  }

  bool compiles(const Settings& set, Span place) {
    Settings all = settings_;
    for (const auto& [name, value] : set)
      all[name] = value;
    Diagnostics faults;
    const std::string& path = compiled_.sources[compiled_.files.front()].path();
    const Compiled other = compile(path, all, files_, faults);
    if (other.ok) return true;
    const auto first =
        std::find_if(faults.items().begin(), faults.items().end(),
                     [](const auto& d) { return severity_of(d.code) == Severity::Error; });
    const Span at = first->span;
    const std::size_t line =
        at.file ? static_cast<std::size_t>(other.sources[at.file].locate(at.begin).line) : 0;
    add(Verdict::Refuted, place, Text::proof_param_breaks,
        {{"settings", written(set)}, {"code", name_of(first->code)}, {"line", line}});
    return false;
  }

  const Compiled& compiled_;
  const Settings& settings_;
  const io::Files& files_;
  std::vector<Proof> proofs_;
};

}  // namespace

std::vector<Proof> proofs_of(const Compiled& compiled, const Settings& settings,
                             const io::Files& files) {
  std::vector<Proof> proofs = prove::prove(compiled.program);
  const std::vector<Proof> of_params = Corners(compiled, settings, files).prove();
  proofs.insert(proofs.end(), of_params.begin(), of_params.end());
  std::stable_sort(proofs.begin(), proofs.end(), [](const Proof& a, const Proof& b) {
    return a.span.file != b.span.file ? a.span.file < b.span.file : a.span.begin < b.span.begin;
  });
  return proofs;
}

}  // namespace kpi::driver

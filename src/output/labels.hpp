#pragma once

#include <string>

#include "diag/diagnostic.hpp"
#include "diag/render.hpp"
#include "program/program.hpp"

namespace kpi::output {

/// The fixed words of a result in one language.
class Words {
 public:
  explicit Words(Language language) : language_(language) {}
  std::string operator()(Text text, Arguments arguments = {}) const;
  Language language() const { return language_; }

 private:
  Language language_;
};

/// The author's label, else the name.
template <class Declared>
std::string label_of(const Declared& declared) {
  return declared.label.empty() ? declared.name : declared.label;
}

/// `R01 张伟`, or the key alone.
std::string subject_text(const std::string& key, const std::string& name);
/// `no_data`, `无数据`: a reason as rules write it.
std::string reason_name(NoneReason reason, const Words& words);
/// What a reason means, as a sentence without a stop.
Text explanation_of(NoneReason reason);
/// `added`, for an adjustment without a message.
Text word_of(AdjustKind kind);
/// The unit as the second line of a column's head; empty where the numbers show it.
std::string unit_head(const Unit& unit, const Words& words);

}  // namespace kpi::output

#pragma once

#include <map>
#include <string>

#include "check/checker.hpp"

namespace kpi::check {

/// A metric beside the declared ones: no name of the language leads to it.
MetricId add_metric(Checker& checker, Metric metric);

/// Copies of expressions in which every aggregate they read, in whatever metric, is changed alike.
class FormulaCopies {
 public:
  FormulaCopies(Checker& checker, Span span) : checker_(checker), span_(span) {}
  virtual ~FormulaCopies() = default;
  FormulaCopies(const FormulaCopies&) = delete;
  FormulaCopies& operator=(const FormulaCopies&) = delete;

  /// The metric with its aggregates changed; nothing when it was reported.
  std::optional<MetricId> metric(MetricId id);
  /// The expression's copy; itself where part_of() keeps it.
  ProgramExprId expr(ProgramExprId id);
  bool ok() const { return ok_; }
  bool changed() const { return changed_; }

 protected:
  enum class Part { Copied, Kept, Refused };
  /// What becomes of an expression that is no aggregate; reports what it refuses.
  virtual Part part_of(const Expr& expr) = 0;
  /// What is changed in an expression that is copied, besides its aggregates.
  virtual void mark(Expr& copy) const;
  /// Calls fail() if it cannot.
  virtual void change(Aggregate& copy) = 0;
  /// What the copy's name has behind that of the metric.
  virtual std::string suffix() const = 0;
  ProgramExprId fail(Code code, Arguments arguments);

  Checker& checker_;
  Span span_;
  std::string name_;  // of the metric that is copied
  bool ok_ = true;

 private:
  AggregateId aggregate(AggregateId id);
  AggregateId reduction(AggregateId id);
  void change_parts(Aggregate& copy);

  bool changed_ = false;
  std::map<MetricId, MetricId> metrics_;
  std::map<ProgramExprId, ProgramExprId> exprs_;
  std::map<AggregateId, AggregateId> aggregates_;
};

}  // namespace kpi::check

#include "trace/explain.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "score/combine.hpp"
#include "trace/called.hpp"
#include "trace/ways.hpp"
#include "trace/why_not.hpp"

namespace kpi::trace {
namespace {

using plan::StepId;

/// A result that somebody could have had.
struct Missed {
  std::string name, label;
  Place place;
  StepId member;
  std::size_t row = 0;
  bool with_card = false;  // a payout for a card: who is not on the card is not paid
};

struct Person {
  Found found;
  std::string name;
  std::vector<Missed> missed;
};

bool is_true(const Value& value) {
  return value.is_bool() && value.truth();
}

class Explaining {
 public:
  Explaining(const TraceInput& input, const Request& request, Diagnostics& diagnostics)
      : input_(input), request_(request), diagnostics_(diagnostics) {}

  std::vector<Explanation> make() {
    for (const plan::CardOutput& card : plan().cards) {
      const Scorecard& declared = program().scorecards[card.card];
      if (const auto row = row_in(declared.table)) add_card(card, declared, *row);
    }
    for (const plan::PayoutOutput& payout : plan().payouts)
      add_payout(payout);
    if (people_.empty()) {
      score::report_unknown_subject(program(), input_.scored.data, request_.of, diagnostics_);
      return {};
    }
    std::vector<Explanation> explanations;
    for (const auto& entry : people_) {
      auto explanation = explain(entry.second);
      if (explanation) explanations.push_back(std::move(*explanation));
    }
    return explanations;
  }

 private:
  const Program& program() const { return input_.scored.program; }
  const plan::Plan& plan() const { return input_.scored.plan; }

  std::optional<std::size_t> row_in(TableId table) const {
    return input_.scored.data.tables[table].row_of_key(request_.of);
  }

  Person& person_in(Period period, TableId table, std::size_t row) {
    const auto key = std::make_pair(days_of(period, program().calendar).first.days,
                                    -static_cast<int>(period.unit));
    Person& person = people_[key];
    person.found.key = request_.of;
    person.found.period = period;
    if (person.name.empty()) person.name = name_of(table, row);
    return person;
  }

  std::string name_of(TableId table, std::size_t row) const {
    const auto& columns = program().tables[table].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Column& column = columns[ColumnId(i)];
      if (!is_name_of_rows(column) || !column.used) continue;
      if (!input_.scored.data.tables[table].columns[ColumnId(i)].has(row)) return {};
      return table::cell_text(program(), input_.scored.data, table, ColumnId(i), row);
    }
    return {};
  }

  Place place_of(Span span) const {
    const SourceFile& file = input_.sources[span.file];
    return {file.path(), file.locate(span.begin).line};
  }

  void add_card(const plan::CardOutput& card, const Scorecard& declared, std::size_t row) {
    Person& person = person_in(card.period, declared.table, row);
    if (is_true(input_.slots[card.member][row])) {
      person.found.cards.push_back({&card, row});
    } else {
      person.missed.push_back(
          {declared.name, declared.label, place_of(declared.span), card.member, row, false});
    }
    for (const plan::PayoutOutput& payout : card.payouts)
      add_payout(payout);
  }

  void add_payout(const plan::PayoutOutput& output) {
    const Payout& declared = program().payouts[output.payout];
    const auto row = row_in(declared.table);
    if (!row) return;
    Person& person = person_in(output.period, declared.table, *row);
    if (is_true(input_.slots[output.member][*row])) {
      person.found.payouts.push_back({&output, *row});
    } else {
      person.missed.push_back({declared.name, declared.label, place_of(declared.span),
                               output.member, *row, static_cast<bool>(declared.scorecard)});
    }
  }

  std::string text_of(Period period) const { return to_string(period, program().calendar); }

  std::optional<Explanation> explain(const Person& person) {
    Tracer tracer(input_);
    Explanation result;
    result.key = person.found.key;
    result.name = person.name;
    result.period = person.found.period;
    for (const CardAt& card : person.found.cards) {
      const Scorecard& declared = program().scorecards[card.output->card];
      result.titles.push_back(declared.label.empty() ? declared.name : declared.label);
    }
    if (request_.why_not) {
      if (is_absent(person, tracer, result)) return finish(tracer, result);
      result.why_not = why_not(tracer, person.found, *request_.why_not, diagnostics_);
      if (!result.why_not) return std::nullopt;
    } else if (request_.name) {
      if (!add_named(person, tracer, result)) return std::nullopt;
    } else if (!is_absent(person, tracer, result)) {
      add_everything(person.found, tracer, result);
    }
    return finish(tracer, result);
  }

  /// Somebody who has nothing in the period: why.
  bool is_absent(const Person& person, Tracer& tracer, Explanation& result) {
    if (!person.found.cards.empty() || !person.found.payouts.empty()) return false;
    for (const Missed& missed : person.missed) {
      if (!missed.with_card) add_absence(missed, tracer, result);
    }
    warn_of_absence(person);
    return true;
  }

  void warn_of_absence(const Person& person) {
    diagnostics_.report(Code::not_in_scope, Span{},
                        {{"key", person.found.key}, {"period", text_of(person.found.period)}});
  }

  static void add_absence(const Missed& missed, Tracer& tracer, Explanation& result) {
    result.absences.push_back(
        {missed.name, missed.label, missed.place, tracer.node(missed.member, missed.row)});
  }

  static void add_everything(const Found& found, Tracer& tracer, Explanation& result) {
    for (const CardAt& card : found.cards)
      add_card_topic(card, tracer, result);
    for (const PayoutAt& payout : found.payouts) {
      result.topics.push_back(
          {Topic::Kind::Payout, tracer.node(payout.output->settled, payout.member), {}});
    }
  }

  static void add_card_topic(const CardAt& card, Tracer& tracer, Explanation& result) {
    const NodeId score = tracer.node(card.output->score, card.member);
    const NodeId grade =
        card.output->grade ? tracer.node(card.output->grade, card.member) : NodeId();
    result.topics.push_back({Topic::Kind::Card, score, grade});
  }

  bool add_named(const Person& person, Tracer& tracer, Explanation& result) {
    for (const Called by : kWaysToCall) {
      if (add_called(person, by, tracer, result)) return true;
    }
    report_unknown(person, *request_.name);
    return false;
  }

  bool add_called(const Person& person, Called by, Tracer& tracer, Explanation& result) const {
    const std::string& name = *request_.name;
    for (const CardAt& card : person.found.cards) {
      const Scorecard& declared = program().scorecards[card.output->card];
      if (is_called(declared, name, by) || is_score_word(name) || is_grade_word(name)) {
        add_card_topic(card, tracer, result);
        return true;
      }
    }
    for (const PayoutAt& payout : person.found.payouts) {
      if (!is_called(program().payouts[payout.output->payout], name, by)) continue;
      result.topics.push_back(
          {Topic::Kind::Payout, tracer.node(payout.output->settled, payout.member), {}});
      return true;
    }
    for (const Missed& missed : person.missed) {
      if (!is_called(missed, name, by)) continue;
      add_absence(missed, tracer, result);
      return true;
    }
    return add_line(person.found, name, by, tracer, result) ||
           add_quantity(person.found, name, by, tracer, result);
  }

  bool add_line(const Found& found, const std::string& name, Called by, Tracer& tracer,
                Explanation& result) const {
    for (const CardAt& card : found.cards) {
      const Scorecard& declared = program().scorecards[card.output->card];
      for (std::size_t i = 0; i < declared.lines.size(); ++i) {
        const Line& line = declared.lines[i];
        const plan::LineOutput& steps = card.output->lines[i];
        if (!is_line_called(program(), declared, line, name, by)) continue;
        const StepId step = steps.points ? steps.points : steps.value;
        result.topics.push_back({steps.points ? Topic::Kind::Points : Topic::Kind::Quantity,
                                 tracer.node(step, card.member),
                                 {}});
        return true;
      }
    }
    return false;
  }

  /// Any other quantity that stands somewhere in the person's results.
  bool add_quantity(const Found& found, const std::string& name, Called by, Tracer& tracer,
                    Explanation& result) const {
    Tracer whole(input_);
    Explanation everything;
    add_everything(found, whole, everything);
    for (std::size_t i = 0; i < whole.nodes().size(); ++i) {
      const Node& node = whole.nodes()[NodeId(i)];
      if (node.name.empty() || !is_called(node, name, by)) continue;
      const auto [step, member] = whole.origin(NodeId(i));
      result.topics.push_back({Topic::Kind::Quantity, tracer.node(step, member), {}});
      return true;
    }
    return false;
  }

  void report_unknown(const Person& person, const std::string& name) {
    Tracer whole(input_);
    Explanation everything;
    add_everything(person.found, whole, everything);
    std::vector<std::string> names;
    for (const Node& node : whole.nodes()) {
      if (!node.name.empty()) names.push_back(node.name);
    }
    for (const Missed& missed : person.missed)
      names.push_back(missed.name);
    Diagnostic& report = diagnostics_.report(
        Code::no_such_result, Span{},
        {{"key", person.found.key}, {"period", text_of(person.found.period)}, {"name", name}});
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (add_hint_of_elsewhere(person, name, report)) return;
    if (const auto near = nearest(name, names)) {
      report.hint(Text::did_you_mean, {{"name", *near}});
    }
  }

  /// The name means something, but not for this person in this period.
  bool add_hint_of_elsewhere(const Person& person, const std::string& name,
                             Diagnostic& report) const {
    for (const Scorecard& card : program().scorecards) {
      if (!has_line(card, name)) continue;
      const bool missed = std::any_of(person.missed.begin(), person.missed.end(),
                                      [&](const Missed& other) { return other.name == card.name; });
      report.hint(missed ? Text::result_of_other_card : Text::result_of_card_elsewhen,
                  {{"name", name},
                   {"card", card.name},
                   {"key", person.found.key},
                   {"period", text_of(person.found.period)}});
      return true;
    }
    const auto& metrics = program().metrics;
    const bool metric = std::any_of(metrics.begin(), metrics.end(),
                                    [&](const Metric& other) { return is_called(other, name); });
    if (metric) {
      report.hint(Text::metric_not_read, {{"name", name}, {"key", person.found.key}});
    }
    return metric;
  }

  bool has_line(const Scorecard& card, const std::string& name) const {
    return std::any_of(card.lines.begin(), card.lines.end(), [&](const Line& line) {
      return std::any_of(std::begin(kWaysToCall), std::end(kWaysToCall), [&](Called by) {
        return is_line_called(program(), card, line, name, by);
      });
    });
  }

  Explanation finish(Tracer& tracer, Explanation& result) {
    add_next_rows(tracer, days_of(result.period, program().calendar).first);
    if (request_.list_rows) {
      for (std::size_t i = 0; i < tracer.nodes().size(); ++i)
        list_rows(tracer, NodeId(i));
    }
    if (request_.recompute) result.verified = verify(tracer);
    result.nodes = tracer.take();
    return std::move(result);
  }

  void list_rows(Tracer& tracer, NodeId id) const {
    Node& node = tracer.at(id);
    if (!node.rows) return;
    const auto [step, member] = tracer.origin(id);
    node.rows->rows = request_.list_rows(plan().steps[step], member);
    node.rows->listed = !node.rows->rows.empty() || node.rows->count == 0;
  }

  Verified verify(const Tracer& tracer) const {
    Verified verified;
    for (std::size_t i = 0; i < tracer.nodes().size(); ++i) {
      const NodeKind kind = tracer.nodes()[NodeId(i)].kind;
      if (kind == NodeKind::Constant || kind == NodeKind::Cell || kind == NodeKind::InForce) {
        ++verified.written;
        continue;
      }
      const auto [id, member] = tracer.origin(NodeId(i));
      const plan::Step& step = plan().steps[id];
      std::vector<const Value*> args;
      if (score::is_combined(step.kind)) {  // others may read members of other spaces
        for (const StepId arg : step.args)
          args.push_back(arg ? &input_.slots[arg][member] : nullptr);
      }
      const auto again = request_.recompute(step, member, args);
      if (!again) {
        verified.given.push_back(NodeId(i));
      } else if (*again == input_.slots[id][member]) {
        ++verified.agreed;
      } else {
        verified.disagreed.push_back(NodeId(i));
      }
    }
    return verified;
  }

  const TraceInput& input_;
  const Request& request_;
  Diagnostics& diagnostics_;
  std::map<std::pair<int, int>, Person> people_;  // by first day, longer periods first
};

}  // namespace

std::vector<Explanation> explain(const TraceInput& input, const Request& request,
                                 Diagnostics& diagnostics) {
  return Explaining(input, request, diagnostics).make();
}

}  // namespace kpi::trace

// The trace as JSON: docs/reference/trace.md.

#include "output/json.hpp"

namespace kpi::output {
namespace {

using trace::Node;
using trace::NodeId;
using trace::NodeKind;

std::string_view kind_name(NodeKind kind) {
  switch (kind) {
    case NodeKind::Constant: return "constant";
    case NodeKind::Cell: return "cell";
    case NodeKind::InForce: return "in_force";
    case NodeKind::Rows: return "rows";
    case NodeKind::Operation: return "operation";
    case NodeKind::AllOf: return "all_of";
    case NodeKind::AnyOf: return "any_of";
    case NodeKind::Days: return "days";
    case NodeKind::Choice: return "choice";
    case NodeKind::Level: return "level";
    case NodeKind::Sum: return "sum";
    case NodeKind::Attainment: return "attainment";
    case NodeKind::Rounded: return "rounded";
    case NodeKind::AtMost: return "at_most";
    case NodeKind::AtLeast: return "at_least";
    case NodeKind::Weighted: return "weighted";
    case NodeKind::Adjusted: return "adjusted";
    case NodeKind::Graded: return "graded";
    case NodeKind::Settled: return "settled";
    case NodeKind::Elsewhere: return "elsewhere";
    case NodeKind::Units: return "units";
    case NodeKind::People: return "people";
    case NodeKind::Peers: return "peers";
    case NodeKind::Part: return "part";
    case NodeKind::Streak: return "streak";
    case NodeKind::Carried: return "carried";
  }
  return {};
}

std::string_view topic_name(trace::Topic::Kind kind) {
  switch (kind) {
    case trace::Topic::Kind::Card: return "card";
    case trace::Topic::Kind::Payout: return "payout";
    case trace::Topic::Kind::Points: return "points";
    case trace::Topic::Kind::Quantity: return "quantity";
  }
  return {};
}

std::string_view obstacle_name(trace::Way::Obstacle obstacle) {
  switch (obstacle) {
    case trace::Way::Obstacle::BothWays: return "both_ways";
    case trace::Way::Obstacle::NotFollowed: return "not_followed";
    case trace::Way::Obstacle::OtherPeople: return "other_people";
    case trace::Way::Obstacle::NoStep: return "no_step";
    case trace::Way::Obstacle::Absent: return "absent";
    case trace::Way::Obstacle::NotMonotonic: return "not_monotonic";
    case trace::Way::Obstacle::NoInput: return "no_input";
  }
  return {};
}

std::string_view part_name(TreePart part) {
  if (part == TreePart::Team) return "team";
  return part == TreePart::Below ? "below" : "reports";
}

Json id_json(NodeId id) {
  return id ? Json::count(id.value) : Json::null();
}

Json place_json(const trace::Place& place) {
  if (place.path.empty()) return Json::null();
  Json out = Json::object();
  out.add("file", Json::text(place.path));
  out.add("line", Json::count(static_cast<std::size_t>(place.line)));
  return out;
}

Json days_json(DateRange days) {
  Json out = Json::array();
  out.add(Json::text(to_string(days.first)));
  out.add(Json::text(to_string(days.last)));
  return out;
}

Json typed(const score::Quantity& quantity) {
  Json out = json_quantity(quantity);
  out.add("unit", json_unit(quantity.type));
  return out;
}

Json rows_json(const trace::RowsRead& rows) {
  Json out = Json::object();
  out.add("table", Json::text(rows.table));
  out.add("file", Json::text(rows.file));
  if (!rows.other_files.empty()) {
    Json others = Json::array();
    for (const std::string& other : rows.other_files)
      others.add(Json::text(other));
    out.add("other_files", std::move(others));
  }
  out.add("count", Json::count(rows.count));
  out.add("days", rows.days ? days_json(*rows.days) : Json::null());
  if (!rows.card.empty()) {
    Json on_card = Json::array();
    for (const DateRange& run : rows.on_card)
      on_card.add(days_json(run));
    out.add("card", Json::text(rows.card));
    out.add("days_on_card", std::move(on_card));
  }
  if (!rows.listed) return out;
  Json list = Json::array();
  for (const trace::SourceRow& row : rows.rows) {
    Json entry = Json::object();
    entry.add("line", Json::count(static_cast<std::size_t>(row.place.line)));
    if (!row.table.empty()) entry.add("table", Json::text(row.table));
    if (!row.key.empty()) entry.add("key", Json::text(row.key));
    if (row.day) entry.add("day", Json::text(to_string(*row.day)));
    Json values = Json::array();
    for (const score::Quantity& value : row.values)
      values.add(json_quantity(value));
    entry.add("values", std::move(values));
    if (!row.through.empty()) {
      Json through = Json::array();
      for (const std::string& other : row.through)
        through.add(Json::text(other));
      entry.add("through", std::move(through));
    }
    list.add(std::move(entry));
  }
  out.add("rows", std::move(list));
  return out;
}

Json way_json(const trace::Way& way) {
  Json out = Json::object();
  out.add("input", id_json(way.input));
  switch (way.outcome) {
    case trace::Way::Outcome::Solved:
    case trace::Way::Outcome::Tried:
      out.add("outcome",
              Json::text(way.outcome == trace::Way::Outcome::Solved ? "solved" : "tried"));
      out.add("needed", json_quantity(way.needed));
      out.add("difference", json_quantity(way.difference));
      break;
    case trace::Way::Outcome::OutOfReach:
      out.add("outcome", Json::text("out_of_reach"));
      out.add("best", json_quantity(way.best));
      if (way.limit) out.add("limit", json_quantity(*way.limit));
      if (way.limit) out.add("whole", id_json(way.whole));
      break;
    case trace::Way::Outcome::Unsolved:
      out.add("outcome", Json::text("unsolved"));
      out.add("obstacle", Json::text(obstacle_name(way.obstacle)));
      break;
  }
  return out;
}

Json distance_json(const trace::Distance& distance) {
  Json ways = Json::array();
  for (const trace::Way& way : distance.ways)
    ways.add(way_json(way));
  Json out = Json::object();
  out.add("bound", json_quantity(distance.bound));
  out.add("included", Json::boolean(distance.included));
  out.add("missing", json_quantity(distance.missing));
  out.add("ways", std::move(ways));
  return out;
}

Json tiers_json(const trace::TiersUsed& tiers) {
  Json out = Json::object();
  out.add("name", Json::text(tiers.name));
  out.add("row", Json::text(tiers.row));
  if (!tiers.upto.empty()) out.add("upto", Json::text(tiers.upto));
  out.add("place", place_json(tiers.place));
  out.add("best", Json::boolean(tiers.is_best));
  if (!tiers.distance) return out;
  if (!tiers.next_row.empty()) out.add("next", Json::text(tiers.next_row));
  out.add("distance", distance_json(*tiers.distance));
  return out;
}

Json weights_json(const std::vector<trace::Weight>& weights) {
  Json out = Json::array();
  for (const trace::Weight& weight : weights) {
    Json entry = Json::object();
    entry.add("line", Json::text(weight.name));
    entry.add("points", id_json(weight.points));
    entry.add("weight", json_share(weight.weight));
    entry.add("effective_weight", json_share(weight.effective));
    entry.add("counted", weight.points ? json_quantity(weight.counted) : Json::null());
    entry.add("policy", weight.policy ? Json::text(policy_name(*weight.policy)) : Json::null());
    out.add(std::move(entry));
  }
  return out;
}

Json adjustments_json(const std::vector<trace::Adjustment>& adjustments) {
  Json out = Json::array();
  for (const trace::Adjustment& adjustment : adjustments) {
    Json entry = Json::object();
    entry.add("kind", Json::text(adjust_name(adjustment.kind)));
    entry.add("text", Json::text(adjustment.text));
    entry.add("message", Json::text(adjustment.message));
    entry.add("state", Json::text(state_name(adjustment.state,
                                             adjustment.before.value == adjustment.after.value)));
    entry.add("amount", id_json(adjustment.amount));
    entry.add("when", id_json(adjustment.when));
    entry.add("before", json_quantity(adjustment.before));
    entry.add("after", json_quantity(adjustment.after));
    entry.add("place", place_json(adjustment.place));
    out.add(std::move(entry));
  }
  return out;
}

Json node_json(const Node& node, std::size_t id) {
  Json inputs = Json::array();
  for (const NodeId input : node.inputs)
    inputs.add(id_json(input));
  Json out = Json::object();
  out.add("id", Json::count(id));
  out.add("step", Json::count(node.step));
  out.add("kind", Json::text(kind_name(node.kind)));
  if (!node.name.empty()) out.add("name", Json::text(node.name));
  if (!node.label.empty()) out.add("label", Json::text(node.label));
  out.add("text", Json::text(node.text));
  out.add("place", place_json(node.place));
  out.add("value", typed(node.value));
  out.add("inputs", std::move(inputs));
  if (node.round) {
    out.add("round", json_value(Value(node.round->step), std::nullopt));
  }
  if (node.bound) out.add("bound", json_value(Value(*node.bound), std::nullopt));
  if (!node.history.empty()) out.add("history", Json::text(node.history));
  if (!node.whose.empty()) out.add("whose", Json::text(node.whose));
  if (node.part) out.add("part", Json::text(part_name(*node.part)));
  if (node.kind == NodeKind::Peers) {
    out.add("before", Json::count(node.before));
    out.add("same", Json::count(node.same));
  }
  if (node.people > 0) out.add("people", Json::count(node.people));
  if (node.policy) out.add("policy", Json::text(policy_name(*node.policy)));
  if (node.rows) out.add("rows", rows_json(*node.rows));
  if (node.tiers) out.add("tiers", tiers_json(*node.tiers));
  if (!node.weights.empty()) out.add("weights", weights_json(node.weights));
  if (!node.adjustments.empty()) out.add("adjustments", adjustments_json(node.adjustments));
  return out;
}

Json why_not_json(const trace::WhyNot& why_not) {
  Json losses = Json::array();
  for (const trace::WhyNot::Loss& loss : why_not.losses) {
    Json entry = Json::object();
    entry.add("line", Json::text(loss.name));
    entry.add("points", json_quantity(loss.now));
    entry.add("best", json_quantity(loss.best));
    entry.add("cost", json_quantity(loss.cost));
    losses.add(std::move(entry));
  }
  Json out = Json::object();
  out.add("goal", Json::text(why_not.goal));
  out.add("root", id_json(why_not.root));
  out.add("distance", distance_json(why_not.distance));
  out.add("losses", std::move(losses));
  return out;
}

Json verified_json(const trace::Verified& verified) {
  const auto list = [](const std::vector<NodeId>& ids) {
    Json nodes = Json::array();
    for (const NodeId id : ids)
      nodes.add(id_json(id));
    return nodes;
  };
  Json out = Json::object();
  out.add("agreed", Json::count(verified.agreed));
  out.add("given", list(verified.given));
  out.add("disagreed", list(verified.disagreed));
  return out;
}

Json part_json(const Program& program, const trace::Explanation& part) {
  Json topics = Json::array();
  for (const trace::Topic& topic : part.topics) {
    Json entry = Json::object();
    entry.add("kind", Json::text(topic_name(topic.kind)));
    entry.add("root", id_json(topic.root));
    if (topic.grade) entry.add("grade", id_json(topic.grade));
    topics.add(std::move(entry));
  }
  Json absences = Json::array();
  for (const trace::Absence& absence : part.absences) {
    Json entry = Json::object();
    entry.add("name", Json::text(absence.name));
    entry.add("member", id_json(absence.member));
    absences.add(std::move(entry));
  }
  Json nodes = Json::array();
  for (std::size_t i = 0; i < part.nodes.size(); ++i)
    nodes.add(node_json(part.nodes[NodeId(i)], i));
  Json out = Json::object();
  out.add("key", Json::text(part.key));
  out.add("name", Json::text(part.name));
  out.add("period", Json::text(to_string(part.period, program.calendar)));
  out.add("topics", std::move(topics));
  out.add("not_on", std::move(absences));
  out.add("why_not", part.why_not ? why_not_json(*part.why_not) : Json::null());
  out.add("verified", part.verified ? verified_json(*part.verified) : Json::null());
  out.add("nodes", std::move(nodes));
  return out;
}

}  // namespace

std::string to_json(const Program& program, const trace::Explained& result) {
  Json parts = Json::array();
  for (const trace::Explanation& part : result.parts)
    parts.add(part_json(program, part));
  Json out = Json::object();
  out.add("format", Json::text("kpi-trace-1"));
  out.add("as_of", Json::text(to_string(result.as_of)));
  out.add("explanations", std::move(parts));
  out.add("coverage", json_coverage(program, result.coverage));
  out.add("tables", json_tables(program, result.notes));
  return out.print();
}

}  // namespace kpi::output

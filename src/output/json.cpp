#include "output/json.hpp"

#include "base/check.hpp"
#include "base/text.hpp"
#include "output/number.hpp"

namespace kpi::output {
namespace {

constexpr std::size_t kLineWidth = 100;

std::string kind_name(const Type& type) {
  switch (type.kind) {
    case Kind::Number: return to_string(type.unit);
    case Kind::Bool: return "bool";
    case Kind::Date: return "date";
    case Kind::DateTime: return "datetime";
    case Kind::Period: return "period";
    case Kind::Text:
    case Kind::Link:
    case Kind::Error: return "text";
  }
  return {};
}

Json json_ranges(const std::vector<DateRange>& ranges) {
  Json out = Json::array();
  for (const DateRange range : ranges) {
    Json entry = Json::object();
    entry.add("first", Json::text(to_string(range.first)));
    entry.add("last", Json::text(to_string(range.last)));
    out.add(std::move(entry));
  }
  return out;
}

}  // namespace

Json Json::text(std::string_view text) {
  return Json(Kind::Token, json_string(text));
}

Json& Json::add(Json item) {
  KPI_CHECK(kind_ == Kind::Array);
  members_.emplace_back(std::string(), std::move(item));
  return *this;
}

Json& Json::add(std::string_view key, Json member) {
  KPI_CHECK(kind_ == Kind::Object);
  members_.emplace_back(json_string(key), std::move(member));
  return *this;
}

std::size_t Json::measure() {
  length_ = token_.size() + (kind_ == Kind::Token ? 0 : 2);
  for (auto& [key, member] : members_) {
    length_ += (key.empty() ? 0 : key.size() + 2) + member.measure() + 2;
  }
  return length_;
}

void Json::print_inline(std::string& out) const {
  if (kind_ == Kind::Token) {
    out += token_;
    return;
  }
  out += kind_ == Kind::Array ? '[' : '{';
  bool first = true;
  for (const auto& [key, member] : members_) {
    if (!first) out += ", ";
    first = false;
    if (!key.empty()) out += key + ": ";
    member.print_inline(out);
  }
  out += kind_ == Kind::Array ? ']' : '}';
}

void Json::print_at(std::string& out, std::size_t indent) const {
  if (kind_ == Kind::Token || members_.empty() || length_ + indent <= kLineWidth) {
    print_inline(out);
    return;
  }
  out += kind_ == Kind::Array ? '[' : '{';
  bool first = true;
  for (const auto& [key, member] : members_) {
    out += first ? "\n" : ",\n";
    first = false;
    out.append(indent + 2, ' ');
    if (!key.empty()) out += key + ": ";
    member.print_at(out, indent + 2);
  }
  out += '\n';
  out.append(indent, ' ');
  out += kind_ == Kind::Array ? ']' : '}';
}

std::string Json::print() const {
  Json measured = *this;
  measured.measure();
  std::string out;
  measured.print_at(out, 0);
  return out + '\n';
}

Json json_value(const Value& value, const std::optional<RoundSpec>& published) {
  Json out = Json::object();
  if (value.is_none()) {
    out.add("none", Json::text(name_of(value.reason())));
  } else if (value.is_number()) {
    out.add("value", Json::digits(plain_number(value.number(), published)));
    if (!plain_is_exact(value.number())) {
      out.add("exact", Json::text(to_fraction_string(value.number())));
    }
  } else if (value.is_bool()) {
    out.add("value", Json::boolean(value.truth()));
  } else if (value.is_datetime()) {
    out.add("value", Json::text(to_string(value.datetime())));
  } else {
    out.add("value", Json::text(value.is_date() ? to_string(value.date()) : value.text()));
  }
  return out;
}

std::string_view policy_name(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Zero: return "zero";
    case PolicyKind::Full: return "full";
    case PolicyKind::Redistribute: return "redistribute";
    case PolicyKind::Fail: return "fail";
    case PolicyKind::Hold: return "hold";
    case PolicyKind::Value: return "value";
  }
  return {};
}

std::string_view adjust_name(AdjustKind kind) {
  switch (kind) {
    case AdjustKind::Add: return "add";
    case AdjustKind::Deduct: return "deduct";
    case AdjustKind::Cap: return "cap";
    case AdjustKind::Floor: return "floor";
    case AdjustKind::Round: return "round";
  }
  return {};
}

std::string_view state_name(score::AdjustResult::State state, bool unchanged) {
  switch (state) {
    case score::AdjustResult::State::Applied: return unchanged ? "no_effect" : "applied";
    case score::AdjustResult::State::NotApplied: return "not_applied";
    case score::AdjustResult::State::Undecided: return "undecided";
  }
  return {};
}

Json json_quantity(const score::Quantity& quantity) {
  return json_value(quantity.value, quantity.published);
}

Json json_share(const Rational& share) {
  return Json::digits(plain_number(share, std::nullopt));
}

Json json_unit(const Type& type) {
  return Json::text(kind_name(type));
}

Json json_coverage(const Program& program, const std::vector<score::Coverage>& coverage) {
  Json out = Json::array();
  for (const score::Coverage& item : coverage) {
    Json entry = Json::object();
    entry.add("table", Json::text(program.tables[item.table].name));
    entry.add("first", item.days.empty() ? Json::null() : Json::text(to_string(item.days.first)));
    entry.add("last", item.days.empty() ? Json::null() : Json::text(to_string(item.days.last)));
    entry.add("inferred", Json::boolean(item.inferred));
    if (!item.partial.empty()) entry.add("partial", json_ranges(item.partial));
    out.add(std::move(entry));
  }
  return out;
}

Json json_tables(const Program& program, const std::vector<score::TableNote>& notes) {
  Json out = Json::array();
  for (const score::TableNote& note : notes) {
    Json entry = Json::object();
    entry.add("table", Json::text(program.tables[note.table].name));
    entry.add("file_rows", Json::count(note.file_rows));
    entry.add("rows", Json::count(note.rows));
    entry.add("without_owner", Json::count(note.without_owner));
    entry.add("unmatched_owner", Json::count(note.unmatched_owner));
    entry.add("without_date", Json::count(note.without_date));
    if (!note.without_other_date.empty()) {
      Json without = Json::object();
      for (const auto& [column, rows] : note.without_other_date)
        without.add(program.tables[note.table].columns[column].name, Json::count(rows));
      entry.add("without_other_date", std::move(without));
    }
    if (note.left_out > 0) entry.add("left_out", Json::count(note.left_out));
    out.add(std::move(entry));
  }
  return out;
}

}  // namespace kpi::output

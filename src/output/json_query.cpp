#include "output/json.hpp"

namespace kpi::output {
namespace {

Json measures(const score::QueryResult& result) {
  Json out = Json::array();
  for (const score::QueryResult::Measure& measure : result.measures) {
    Json entry = Json::object();
    entry.add("name", Json::text(measure.name));
    entry.add("label", Json::text(measure.label));
    entry.add("unit", json_unit(measure.type));
    out.add(std::move(entry));
  }
  return out;
}

std::string_view kind_of(const score::QueryResult::Row& row) {
  if (row.is_total) return "company";
  return row.is_none ? "none" : "member";
}

Json row_json(const Program& program, const score::QueryResult& result,
              const score::QueryResult::Row& row) {
  Json keys = Json::array();
  for (const std::string& key : row.keys) {
    if (!row.is_total) keys.add(Json::text(key));
  }
  Json values = Json::array();
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    values.add(json_value(row.values[i], result.measures[i].published));
  }
  Json out = Json::object();
  out.add("kind", Json::text(kind_of(row)));
  out.add("keys", std::move(keys));
  out.add("period",
          row.period ? Json::text(to_string(*row.period, program.calendar)) : Json::null());
  out.add("values", std::move(values));
  return out;
}

}  // namespace

std::string to_json(const Program& program, const score::QueryResult& result) {
  Json by = Json::array();
  for (const std::string& name : result.by_names)
    by.add(Json::text(name));
  Json rows = Json::array();
  for (const score::QueryResult::Row& row : result.rows) {
    rows.add(row_json(program, result, row));
  }
  Json out = Json::object();
  out.add("format", Json::text("kpi-query-1"));
  out.add("as_of", Json::text(to_string(result.as_of)));
  out.add("by", std::move(by));
  out.add("measures", measures(result));
  out.add("rows", std::move(rows));
  out.add("coverage", json_coverage(program, result.coverage));
  out.add("tables", json_tables(program, result.notes));
  return out.print();
}

}  // namespace kpi::output

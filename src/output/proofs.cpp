#include "output/proofs.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "output/labels.hpp"

namespace kpi::output {
namespace {

using prove::Proof;
using prove::Verdict;
using score::CoverageItem;

constexpr Verdict kVerdicts[] = {Verdict::Proven, Verdict::Refuted, Verdict::Open, Verdict::Fact};

Text word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Proven: return Text::proof_proven;
    case Verdict::Refuted: return Text::proof_refuted;
    case Verdict::Open: return Text::proof_open;
    case Verdict::Fact: break;
  }
  return Text::proof_fact;
}

std::size_t count_of(const std::vector<Proof>& proofs, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(proofs.begin(), proofs.end(), [&](const Proof& p) {
    return p.span.file && p.verdict == verdict;
  }));
}

std::string padded(std::string text, int width) {
  const int missing = width - display_width(text);
  return text.append(static_cast<std::size_t>(std::max(0, missing)), ' ');
}

std::size_t line_of(Span span, const SourceMap& sources) {
  return static_cast<std::size_t>(sources[span.file].locate(span.begin).line);
}

/// What has no place in the rules closes the list.
std::string place_of(Span span, const SourceMap& sources) {
  if (!span.file) return "";
  return sources[span.file].path() + ":" + std::to_string(line_of(span, sources));
}

/// The places one below the other, as wide as the longest.
template <class Items>
int place_width(const Items& items, const SourceMap& sources) {
  int width = 0;
  for (const auto& item : items)
    width = std::max(width, display_width(place_of(item.span, sources)));
  return width + 2;
}

Json json_place(Span span, const SourceMap& sources) {
  Json item = Json::object();
  item.add("path", Json::text(sources[span.file].path()));
  item.add("line", Json::count(line_of(span, sources)));
  return item;
}

std::string json_proofs(const std::vector<Proof>& proofs, const SourceMap& sources) {
  const Words words(Language::English);
  constexpr const char* kNames[] = {"proven", "refuted", "not_proven", "facts"};
  constexpr const char* kName[] = {"proven", "refuted", "not_proven", "fact"};
  Json out = Json::object();
  out.add("format", Json::text("kpi-proofs-1"));
  for (const Verdict verdict : kVerdicts)
    out.add(kNames[static_cast<int>(verdict)], Json::count(count_of(proofs, verdict)));
  Json list = Json::array();
  for (const Proof& proof : proofs) {
    if (!proof.span.file) continue;  // how many of the library are left out
    Json item = json_place(proof.span, sources);
    item.add("verdict", Json::text(kName[static_cast<int>(proof.verdict)]));
    item.add("text", Json::text(words(proof.message.text, proof.message.arguments)));
    list.add(std::move(item));
  }
  out.add("proofs", std::move(list));
  return out.print();
}

std::vector<CoverageItem> missing_of(const std::vector<CoverageItem>& items) {
  std::vector<score::CoverageItem> missing;
  std::copy_if(items.begin(), items.end(), std::back_inserter(missing),
               [](const CoverageItem& item) { return !item.covered; });
  return missing;
}

struct KindName {
  CoverageItem::Kind kind;
  const char* name;
  Text text;
};
constexpr KindName kKinds[] = {{CoverageItem::Kind::Metric, "metrics", Text::coverage_metrics},
                               {CoverageItem::Kind::Row, "tier_rows", Text::coverage_rows},
                               {CoverageItem::Kind::Edge, "edges", Text::coverage_edges},
                               {CoverageItem::Kind::Policy, "policies", Text::coverage_policies},
                               {CoverageItem::Kind::Bound, "bounds", Text::coverage_bounds}};

struct Count {
  std::size_t covered = 0, all = 0;
};

Count count_of(const std::vector<CoverageItem>& items, CoverageItem::Kind kind) {
  Count count;
  for (const CoverageItem& item : items) {
    if (item.kind != kind) continue;
    ++count.all;
    count.covered += item.covered ? 1 : 0;
  }
  return count;
}

/// How many of each kind, of which there are any.
std::string kinds_text(const std::vector<CoverageItem>& items, const Words& words) {
  std::string text;
  for (const KindName& kind : kKinds) {
    const Count count = count_of(items, kind.kind);
    if (count.all == 0) continue;
    text += "  " + words(kind.text, {{"covered", count.covered}, {"count", count.all}}) + "\n";
  }
  return text;
}

}  // namespace

std::string render_proofs(const std::vector<Proof>& proofs, const SourceMap& sources,
                          ReportFormat format, Language language) {
  if (format == ReportFormat::Json) return json_proofs(proofs, sources);
  const Words words(language);
  int width = 0;
  for (const Verdict verdict : kVerdicts)
    width = std::max(width, display_width(words(word_of(verdict))));
  const int places = place_width(proofs, sources);
  std::string out;
  std::string closing;
  for (const Proof& proof : proofs) {
    if (!proof.span.file) {
      closing += words(proof.message.text, proof.message.arguments) + "\n";
      continue;
    }
    out += padded(place_of(proof.span, sources), places) +
           padded(words(word_of(proof.verdict)), width + 2) +
           words(proof.message.text, proof.message.arguments) + "\n";
  }
  return out + (proofs.empty() ? "" : "\n") +
         words(Text::proof_summary, {{"proven", count_of(proofs, Verdict::Proven)},
                                     {"refuted", count_of(proofs, Verdict::Refuted)},
                                     {"open", count_of(proofs, Verdict::Open)},
                                     {"facts", count_of(proofs, Verdict::Fact)}}) +
         "\n" + closing;
}

std::string coverage_text(const std::vector<score::CoverageItem>& items, const SourceMap& sources,
                          Language language) {
  const std::vector<score::CoverageItem> missing = missing_of(items);
  const Words words(language);
  const int places = place_width(missing, sources);
  std::string out;
  for (const score::CoverageItem& item : missing) {
    out += padded(place_of(item.span, sources), places) +
           words(item.missing.text, item.missing.arguments) + "\n";
  }
  return out + (missing.empty() ? "" : "\n") +
         words(Text::coverage_summary,
               {{"covered", items.size() - missing.size()}, {"count", items.size()}}) +
         "\n" + kinds_text(items, words);
}

Json coverage_json(const std::vector<score::CoverageItem>& items, const SourceMap& sources) {
  const std::vector<score::CoverageItem> missing = missing_of(items);
  const Words words(Language::English);
  Json out = Json::object();
  out.add("covered", Json::count(items.size() - missing.size()));
  out.add("count", Json::count(items.size()));
  Json kinds = Json::object();
  for (const KindName& kind : kKinds) {
    const Count count = count_of(items, kind.kind);
    Json of_kind = Json::object();
    of_kind.add("covered", Json::count(count.covered));
    of_kind.add("count", Json::count(count.all));
    kinds.add(kind.name, std::move(of_kind));
  }
  out.add("kinds", std::move(kinds));
  Json list = Json::array();
  for (const score::CoverageItem& item : missing) {
    Json place = json_place(item.span, sources);
    place.add("text", Json::text(words(item.missing.text, item.missing.arguments)));
    list.add(std::move(place));
  }
  out.add("missing", std::move(list));
  return out;
}

}  // namespace kpi::output

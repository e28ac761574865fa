#include "assist/hints.hpp"

#include <algorithm>
#include <set>

#include "output/labels.hpp"
#include "output/number.hpp"

namespace kpi::assist {
namespace {

class HintWriter {
 public:
  HintWriter(const Model& model, const output::Words& words) : model_(model), words_(words) {}

  std::vector<InlayHint> take() {
    const Program& program = model_.program();
    for (const Metric& metric : program.metrics) {
      if (metric.formula) unit_after(metric.span, metric.type);
    }
    for (const TableSchema& table : program.tables) {
      for (const Let& let : table.lets) {
        if (let.value && let.span.file == model_.main()) add_let(let);
      }
    }
    for (const Payout& payout : program.payouts) {
      if (payout.amount) unit_after(payout.span, payout.type);
    }
    for (const Scorecard& card : program.scorecards)
      weights(card);
    std::sort(hints_.begin(), hints_.end(),
              [](const InlayHint& a, const InlayHint& b) { return a.offset < b.offset; });
    return std::move(hints_);
  }

 private:
  void unit_after(Span name, const Type& type) {
    if (name.file != model_.main() || type.kind != Kind::Number) return;
    if (!seen_.insert(name.begin).second) return;  // a metric in other words has the same place
    hints_.push_back({name.end, ": " + to_string(type.unit), true});
  }

  void add_let(const Let& let) {
    for (std::size_t i = 0; i < model_.names.all().size(); ++i) {
      const DeclaredName& name = model_.names[NameId(i)];
      if (name.item == let.span && name.kind == NameKind::Let) {
        unit_after(name.at, model_.program().exprs[let.value].type);
      }
    }
  }

  void weights(const Scorecard& card) {
    if (card.span.file != model_.main()) return;
    Rational total;
    for (const Line& line : card.lines)
      total = total + line.weight;
    if (card.lines.empty() || !seen_.insert(card.span.begin).second) return;
    const std::string share = output::shown_share(total);
    hints_.push_back({card.span.end, words_(Text::weight_total, {{"total", share}}), false});
    for (const ast::Declaration& declaration : model_.ast().declarations) {
      const auto* declared = std::get_if<ast::Scorecard>(&declaration);
      if (declared == nullptr || declared->head.name.span != card.span) continue;
      for (std::size_t i = 0; i < std::min(declared->lines.size(), card.lines.size()); ++i)
        computed_weight(declared->lines[i], card.lines[i]);
    }
  }

  /// `weight w_new`: what it comes to.
  void computed_weight(const ast::Line& declared, const Line& line) {
    if (!declared.weight || declared.span != line.span) return;
    const ast::Expr& expr = model_.ast().exprs[*declared.weight];
    if (std::holds_alternative<ast::NumberLiteral>(expr.node)) return;
    hints_.push_back({expr.span.end, "= " + output::shown_share(line.weight), false});
  }

  const Model& model_;
  const output::Words& words_;
  std::set<std::uint32_t> seen_;
  std::vector<InlayHint> hints_;
};

/// The name at the top that an item belongs to: of a column its table.
NameId outermost(const Names& names, NameId id) {
  return names[id].owner ? names[id].owner : id;
}

std::string listed(const std::vector<std::string>& names, const output::Words& words) {
  std::string out;
  for (const std::string& name : names)
    out += (out.empty() ? "`" : ", `") + name + "`";
  return out.empty() ? words(Text::lineage_nothing) : out;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string full_name(const Names& names, NameId id) {
  const DeclaredName& name = names[id];
  const bool column = name.kind == NameKind::Column || name.kind == NameKind::Let;
  return column && name.owner ? names[name.owner].name + "." + name.name : name.name;
}

}  // namespace

std::vector<InlayHint> inlay_hints(const Model& model, Language language) {
  if (!model.has_main()) return {};
  const output::Words words(language);
  return HintWriter(model, words).take();
}

std::vector<Lens> lenses(const Model& model) {
  std::vector<Lens> found;
  if (!model.has_main()) return found;
  std::size_t tests = 0;
  for (const ast::Declaration& declaration : model.ast().declarations) {
    if (const auto* test = std::get_if<ast::Test>(&declaration)) {
      ++tests;
      found.push_back({Lens::Kind::RunTest, test->title.span, test->title.text, 0});
    }
    const ast::Head* head = nullptr;
    if (const auto* metric = std::get_if<ast::Metric>(&declaration)) head = &metric->head;
    if (const auto* card = std::get_if<ast::Scorecard>(&declaration)) head = &card->head;
    if (const auto* payout = std::get_if<ast::Payout>(&declaration)) head = &payout->head;
    if (head == nullptr || !head->name.present()) continue;
    found.push_back({Lens::Kind::Evaluate, head->name.span, head->name.text, 0});
    found.push_back({Lens::Kind::Lineage, head->name.span, head->name.text, 0});
  }
  if (tests > 1)
    found.insert(found.begin(), {Lens::Kind::RunTests, {model.main(), 0, 0}, {}, tests});
  return found;
}

std::string lineage(const Model& model, NameId id, Language language) {
  const output::Words words(language);
  const Names& names = model.names;
  id = names.root(id);
  const DeclaredName& name = names[id];
  std::vector<std::string> reads, readers;
  for (const auto& [place, declared] : model.studied.uses.all()) {
    const auto& [file, begin, end] = place;
    const bool inside = file == name.item.file && name.item.begin <= begin && end <= name.item.end;
    const auto found = inside ? names.at(file, begin) : std::nullopt;
    if (!found || found->id == id) continue;
    const DeclaredName& read = names[found->id];
    const bool own = read.owner == id || read.kind == NameKind::Table;
    if (!own) add_once(reads, full_name(names, found->id));
  }
  for (const NamePlace& place : names.places(id)) {
    if (place.declares) continue;
    const auto around = names.enclosing(place.at);
    if (around) add_once(readers, names[outermost(names, *around)].name);
  }
  return words(Text::lineage_reads, {{"name", name.name}, {"names", listed(reads, words)}}) + "\n" +
         words(Text::lineage_read_by, {{"names", listed(readers, words)}});
}

}  // namespace kpi::assist

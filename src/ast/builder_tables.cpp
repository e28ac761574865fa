#include "ast/builder.hpp"
#include "syntax/keywords.hpp"

/// Settings of a project and its tables.
namespace kpi::ast {

Currency Builder::currency(NodeView node) {
  return {name(*node.child(NodeKind::Name)), node.span()};
}

CalendarBlock Builder::calendar(NodeView node) {
  CalendarBlock result;
  result.span = node.span();
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::FiscalStart)) {
      set_once(result.fiscal_start, part, *last_expression(part));
    } else if (part.is(NodeKind::WeekStart)) {
      result.week_start = known_name(*part.child(NodeKind::Name), Keyword::Monday, Keyword::Sunday);
    } else if (part.is(NodeKind::Timezone)) {
      result.timezone = text_in(part);
    } else if (part.is(NodeKind::Holidays)) {
      set_once(result.holidays, part, path(*part.child(NodeKind::Path)));
    }
  }
  return result;
}

Use Builder::use(NodeView node) {
  Use result;
  result.span = node.span();
  result.file = text_in(node);
  if (const auto library = node.child(NodeKind::Path)) result.library = path(*library);
  return result;
}

Table Builder::table(NodeView node) {
  Table result;
  result.head = head(node);
  for (const NodeView& part : node.children()) {
    if (part.is(NodeKind::Column)) {
      columns(result, part);
    } else if (part.is(NodeKind::Let)) {
      result.lets.push_back(let(part));
    } else if (part.is(NodeKind::Check)) {
      result.checks.push_back(check(part));
    } else {
      table_clause(result, part);
    }
  }
  return result;
}

void Builder::table_clause(Table& table, NodeView clause) {
  const auto path_in = [&] { return path(*clause.child(NodeKind::Path)); };
  const auto name_in = [&] { return name(*clause.child(NodeKind::Name)); };
  if (clause.is(NodeKind::TableLike)) {
    set_once(table.like, clause, path_in());
  } else if (clause.is(NodeKind::TableFrom)) {
    set_once(table.derived_from, clause, path_in());
  } else if (clause.is(NodeKind::TableDated)) {
    set_once(table.dated, clause, path_in());
  } else if (clause.is(NodeKind::TableCredited)) {
    set_once(table.credited, clause, path_in());
  } else if (clause.is(NodeKind::TableCreditedBy)) {
    set_once(table.credited_by, clause, path_in());
  } else if (clause.is(NodeKind::TableSnapshot)) {
    set_once(table.snapshot, clause, name_in());
  } else if (clause.is(NodeKind::TableCovers)) {
    set_once(table.covers, clause, period_range(*clause.child(NodeKind::PeriodRange)));
  } else if (clause.is(NodeKind::TableUnique)) {
    table.unique.push_back(names(*clause.child(NodeKind::Names)));
  } else if (clause.is(NodeKind::TableValid)) {
    const auto ends = names(clause);
    Validity validity{ends.at(0), ends.at(1), clause.has(Keyword::To), clause.span()};
    set_once(table.valid, clause, std::move(validity));
  }
}

CellForm Builder::cell_form(NodeView column) {
  struct Row {
    Keyword word;
    int zeros;
  };
  constexpr Row kRows[] = {{Keyword::Thousands, 3},
                           {Keyword::TenThousands, 4},
                           {Keyword::Millions, 6},
                           {Keyword::HundredMillions, 8}};
  for (const NodeKind kind : {NodeKind::InMultiples, NodeKind::CellForm, NodeKind::NoneMarks,
                              NodeKind::Trimmed, NodeKind::Header}) {
    const std::vector<NodeView> said = column.all(kind);
    if (said.size() > 1) said_twice(said[1]);
  }
  const std::vector<NodeView> titles = column.all(NodeKind::Title);
  CellForm form;
  const std::uint32_t behind = column.child(NodeKind::Type).value_or(titles.back()).span().end;
  form.place = {column.span().file, behind, behind};
  if (const auto multiples = column.child(NodeKind::InMultiples)) {
    for (const Row& row : kRows) {
      if (multiples->has(row.word)) form.zeros = row.zeros;
    }
    form.zeros_span = multiples->span();
  }
  if (const auto pattern = column.child(NodeKind::CellForm)) form.pattern = text_in(*pattern);
  if (const auto marks = column.child(NodeKind::NoneMarks)) form.none_marks = choices(*marks);
  if (const auto trimmed = column.child(NodeKind::Trimmed)) form.trimmed = trimmed->span();
  return form;
}

void Builder::columns(Table& table, NodeView node) {
  const auto type_node = node.child(NodeKind::Type);
  const std::string doc = doc_before(node.span().begin);
  for (const NodeView& title : node.all(NodeKind::Title)) {
    Column column;
    column.name = name(*title.child(NodeKind::Name));
    column.label = text_in(title.child(NodeKind::Label));
    if (type_node) column.type = type(*type_node);
    column.form = cell_form(node);
    if (const auto header = node.child(NodeKind::Header)) {
      const auto of = header->child(NodeKind::HeadersOf);
      const std::vector<TextLiteral> texts = choices(*header);
      column.in_no_file = header->has(Keyword::None);
      column.header = texts.size() == 1 ? texts[0] : TextLiteral();
      if (texts.size() > 1) column.headers.texts = texts;
      column.headers.is_range = header->has(Keyword::To);
      if (of) column.headers.of = name(*of->child(NodeKind::Name));
    }
    column.doc = doc;
    column.span = node.span();
    table.columns.push_back(std::move(column));
  }
}

Let Builder::let(NodeView node) {
  return {name(*node.child(NodeKind::Name)), text_in(node.child(NodeKind::Label)),
          *last_expression(node), node.span(), doc_before(node.span().begin)};
}

Check Builder::check(NodeView node) {
  return {*last_expression(node), text_in(node.child(NodeKind::Message)), node.span()};
}

}  // namespace kpi::ast

#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"
#include "check/versions.hpp"

/// Params: declared defaults, their range, and the values set from outside.
namespace kpi::check {
namespace {

/// `50 CNY` and `30 days` may be written as in the rules; the unit must be the param's own.
std::string_view without_unit(std::string_view text, const Unit& unit) {
  const std::string zero = constant_text(Rational(0), unit);  // "0 CNY"
  const std::string_view word = trim(std::string_view(zero).substr(1));
  const bool said =
      !word.empty() && text.size() > word.size() && text.substr(text.size() - word.size()) == word;
  return said ? trim(text.substr(0, text.size() - word.size())) : text;
}

/// A value as written on a command line: `75%`, `1000`, `text`.
std::optional<Value> parse_setting(const std::string& written, const Type& type) {
  if (type.kind == Kind::Text) return Value(written);
  const std::string text = to_nfkc(written);  // full-width digits and signs, as in rule files
  if (type.kind == Kind::Date) {
    const auto date = parse_date(text);
    return date ? std::optional<Value>(*date) : std::nullopt;
  }
  if (type.kind == Kind::Bool) {
    if (text != "true" && text != "false") return std::nullopt;
    return Value::boolean(text == "true");
  }
  std::string_view digits = trim(text);
  const bool percent = !digits.empty() && digits.back() == '%';
  if (percent) digits = trim(digits.substr(0, digits.size() - 1));
  const bool ratio = is_plain(type.unit, Quantity::Ratio);
  if (!ratio) digits = without_unit(digits, type.unit);
  auto number = Rational::parse_decimal(digits);
  if (!number || (percent && !ratio)) return std::nullopt;
  if (percent) *number *= Rational::fraction(1, 100);
  // 75 for a ratio may be meant as 75 %: only values that cannot be confused stand bare
  if (ratio && !percent && abs(*number) > Rational(2)) return std::nullopt;
  return Value(*number);
}

/// The declared value as it would be written: what a value on the command line looks like.
std::string constant_form(const Value& value, const Type& type) {
  if (value.is_number()) return constant_text(value.number(), type.unit);
  if (value.is_text()) return value.text();
  if (value.is_date()) return to_string(value.date());
  return value.is_bool() && value.truth() ? "true" : "false";
}

void check_range_of(Checker& checker, const Env& env, const ast::Param& declared, Param& param) {
  if (!declared.least || param.type.kind != Kind::Number) return;
  param.least = check_constant(checker, env, *declared.least, param.type.unit);
  param.most = check_constant(checker, env, *declared.most, param.type.unit);
  if (!param.least || !param.most || !param.value.is_number()) return;
  const Rational& value = param.value.number();
  if (*param.least <= value && value <= *param.most) return;
  checker.diagnostics.report(Code::param_out_of_range, declared.head.name.span,
                             {{"name", param.name},
                              {"value", constant_text(value, param.type.unit)},
                              {"range", constant_text(*param.least, param.type.unit) + " to " +
                                            constant_text(*param.most, param.type.unit)}});
}

/// The declared value, or the one set from outside, which holds for every version; nothing when
/// reported.
std::optional<Value> value_of(Checker& checker, const Env& env, const ast::Param& declared,
                              const Type& type) {
  const ProgramExprId value = type.kind == Kind::Number
                                  ? check_number(checker, env, declared.value, type.unit)
                                  : check_expr(checker, env, declared.value);
  const auto folded = fold(checker.program, value);
  if (!folded || checker.type(value).kind != type.kind) {
    if (!checker.failed(value)) {
      checker.diagnostics.report(Code::constant_needed, env.ast->exprs[declared.value].span);
    }
    return std::nullopt;
  }
  const auto set = checker.settings.find(declared.head.name.text);
  if (set == checker.settings.end()) return folded;
  const auto parsed = parse_setting(set->second, type);
  if (parsed) return parsed;
  checker.diagnostics
      .report(Code::bad_setting, declared.head.name.span,
              {{"value", set->second}, {"name", set->first}})
      .hint(Text::param_value_form, {{"text", constant_form(*folded, type)}});
  return folded;
}

void check_version(Checker& checker, ParamId id, const ast::Ast& file, const ast::Param& declared) {
  Param param = checker.program.params[id];
  const bool first = param.span == declared.head.name.span;
  Env env;
  env.ast = &file;
  env.grain = Grain::Constant;
  const Type type = value_type(checker, declared.type);
  if (first) param.type = type;
  if (type.kind == Kind::Error || param.type.kind == Kind::Error) return;
  if (!same_type(type, param.type)) {
    report_difference(checker, param.name, declared.head.name.span, param.span,
                      Text::words_version_type);
    return;
  }
  const auto value = value_of(checker, env, declared, type);
  if (!value) {
    checker.program.params[id].type = {};
    return;
  }
  const Value of_first = first ? *value : param.value;
  param.value = *value;
  check_range_of(checker, env, declared, param);
  param.value = of_first;
  const auto days = effective_days(checker, declared.head);
  if (days || !param.versions.empty()) {
    param.versions.push_back(days.value_or(all_days()));
    param.values.push_back(*value);
  }
  checker.program.params[id] = std::move(param);
}

}  // namespace

/// Checked when first read, so order in the file never matters and a cycle is found where it
/// closes.
void ensure_param(Checker& checker, ParamId id) {
  if (checker.params.size() == 0) return;  // of a program that was checked before
  if (checker.params[id].progress == Progress::Done) return;
  if (checker.params[id].progress == Progress::Running) {
    report_cycle(checker, checker.param_stack, checker.program.params, id);
    checker.program.params[id].type = {};
    return;
  }
  checker.params[id].progress = Progress::Running;
  checker.param_stack.push_back(id);
  for (const ParamText& text : std::vector<ParamText>(checker.params[id].versions))
    check_version(checker, id, *text.ast, *text.declared);
  checker.param_stack.pop_back();
  checker.params[id].progress = Progress::Done;
}

void check_params(Checker& checker, const std::vector<const ast::Ast*>& files) {
  checker.params.resize(checker.program.params.size());
  each<ast::Param>(files, [&](const ast::Ast& file, const ast::Param& param) {
    const auto id = checker.find_as<ParamId>(param.head.name.text);
    if (id) checker.params[*id].versions.push_back({&file, &param});
  });
  for (std::size_t i = 0; i < checker.params.size(); ++i)
    ensure_param(checker, ParamId(i));
  for (const auto& [name, value] : checker.settings) {
    if (checker.find_as<ParamId>(name)) continue;
    Diagnostic& diagnostic =
        checker.diagnostics.report(Code::unknown_param_option, Span{}, {{"name", name}});
    if (const auto close = nearest(name, names_of_kind(checker, Text::word_param))) {
      diagnostic.hint(Text::did_you_mean, {{"name", *close}});
    }
  }
}

}  // namespace kpi::check

#include "base/text.hpp"
#include "check/expressions.hpp"
#include "check/units.hpp"
#include "check/value_types.hpp"

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
std::optional<Value> parse_setting(const std::string& text, const Type& type) {
  if (type.kind == Kind::Text) return Value(text);
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
std::string constant_form(const Param& param) {
  const Value& value = param.value;
  if (value.is_number()) return constant_text(value.number(), param.type.unit);
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

void check_param(Checker& checker, const ast::Ast& file, const ast::Param& declared,
                 const std::map<std::string, std::string>& settings) {
  const auto id = checker.find_as<ParamId>(declared.head.name.text);
  if (!id) return;
  Param& param = checker.program.params[*id];
  Env env;
  env.ast = &file;
  env.grain = Grain::Constant;
  param.type = value_type(checker, declared.type);
  if (param.type.kind == Kind::Error) return;
  if (declared.head.effective) report_not_yet(checker, declared.head.name.span, "`effective`");
  const Type type = param.type;
  const ProgramExprId value = type.kind == Kind::Number
                                  ? check_number(checker, env, declared.value, type.unit)
                                  : check_expr(checker, env, declared.value);
  const auto folded = fold(checker.program, value);
  if (!folded || checker.type(value).kind != type.kind) {
    if (!checker.failed(value)) {
      checker.diagnostics.report(Code::constant_needed, file.exprs[declared.value].span);
    }
    checker.program.params[*id].type = {};
    return;
  }
  checker.program.params[*id].value = *folded;
  if (const auto set = settings.find(declared.head.name.text); set != settings.end()) {
    const auto parsed = parse_setting(set->second, type);
    if (!parsed) {
      checker.diagnostics
          .report(Code::bad_setting, declared.head.name.span,
                  {{"value", set->second}, {"name", set->first}})
          .hint(Text::param_value_form, {{"text", constant_form(checker.program.params[*id])}});
      return;
    }
    checker.program.params[*id].value = *parsed;
  }
  check_range_of(checker, env, declared, checker.program.params[*id]);
}

}  // namespace

void check_params(Checker& checker, const std::vector<const ast::Ast*>& files,
                  const std::map<std::string, std::string>& settings) {
  each<ast::Param>(files, [&](const ast::Ast& file, const ast::Param& param) {
    check_param(checker, file, param, settings);
  });
  for (const auto& [name, value] : settings) {
    if (checker.find_as<ParamId>(name)) continue;
    Diagnostic& diagnostic =
        checker.diagnostics.report(Code::unknown_param_option, Span{}, {{"name", name}});
    if (const auto close = nearest(name, names_of_kind(checker, Text::word_param))) {
      diagnostic.hint(Text::did_you_mean, {{"name", *close}});
    }
  }
}

}  // namespace kpi::check

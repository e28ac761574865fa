#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/rational.hpp"
#include "io/files.hpp"
#include "program/program.hpp"

/// What something kept was made from, as bytes: two keys are equal only where everything is.
namespace kpi::cache {

class KeyWriter {
 public:
  /// Begins with what the key is for, the version of kpi and the build of this program.
  explicit KeyWriter(const char* kind);

  void number(std::uint64_t value);
  void integer(std::int64_t value);
  void flag(bool value) { number(value ? 1 : 0); }
  void text(std::string_view value);
  template <class Enum>
  void word(Enum value) {
    static_assert(std::is_enum_v<Enum>);
    number(static_cast<std::uint64_t>(value));
  }
  template <class Tag>
  void id(Id<Tag> id) {
    number(id.value);
  }
  void day(Date value) { integer(value.days); }
  void days(DateRange value);
  void period(Period value);
  void rational(const Rational& value) { text(to_fraction_string(value)); }
  void value(const Value& value);
  void currency(Currency value);
  void unit(const Unit& value);
  void type(const Type& value);
  void path(const ColumnPath& value);
  void cell_form(const CellForm& value);
  void round(const RoundSpec& value);
  void file(const io::FileIdentity& file);
  /// Without the holidays: they stand in a file that is a part of the key.
  void calendar(const Calendar& calendar);

  /// A list by its length and its items, something optional by whether it is there.
  template <class List, class Write>
  void each(const List& list, Write write) {
    number(list.size());
    for (const auto& item : list)
      write(item);
  }
  template <class T, class Write>
  void maybe(const std::optional<T>& item, Write write) {
    flag(item.has_value());
    if (item) write(*item);
  }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace kpi::cache

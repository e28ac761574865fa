#include "score/peers.hpp"

#include <catch2/catch.hpp>
#include <random>

namespace kpi::score {
namespace {

Field field_of(const std::vector<std::int64_t>& numbers) {
  Field field;
  for (const std::int64_t number : numbers) {
    field.values.emplace_back(Rational(number));
    field.present.push_back(true);
    field.groups.emplace_back();
  }
  return field;
}

std::vector<std::string> texts(const std::vector<Value>& values) {
  std::vector<std::string> all;
  for (const Value& value : values) {
    all.push_back(value.is_none()   ? std::string(name_of(value.reason()))
                  : value.is_text() ? value.text()
                                    : to_fraction_string(value.number()));
  }
  return all;
}

Tiers classes(const std::vector<int>& percents, Ties ties) {
  Tiers tiers;
  tiers.kind = TierKind::Ranked;
  tiers.result.kind = Kind::Text;
  tiers.ties = ties;
  Rational total;
  for (const int percent : percents) {
    TierRow row;
    total += Rational::fraction(percent, 100);
    row.share = total;
    row.text = std::string(1, static_cast<char>('A' + tiers.rows.size()));
    tiers.rows.push_back(row);
  }
  return tiers;
}

Rational cents(std::int64_t count) {
  return Rational::fraction(count, 100);
}

std::vector<std::string> parts(std::int64_t total, const std::vector<std::int64_t>& weights,
                               const Rational& step) {
  std::vector<Rational> exact;
  for (const std::int64_t weight : weights)
    exact.emplace_back(weight);
  std::vector<std::string> all;
  for (const Rational& part : largest_remainder(Rational(total), exact, step))
    all.push_back(to_decimal_string(part, 2));
  return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("equal values share a place", "[score]") {
  const Field field = field_of({5, 9, 5, 1});
  CHECK(texts(ranks(field, Direction::Higher, false)) == Texts{"2", "1", "2", "4"});
  CHECK(texts(ranks(field, Direction::Higher, true)) == Texts{"2", "1", "2", "3"});
  CHECK(texts(ranks(field, Direction::Lower, false)) == Texts{"2", "4", "2", "1"});
}

TEST_CASE("who is absent or stands apart has no place", "[score]") {
  Field field = field_of({5, 9, 5, 1});
  field.present[1] = false;
  field.values[2] = NoneReason::NoRows;
  field.groups[3] = "other";
  CHECK(texts(ranks(field, Direction::Higher, false)) ==
        Texts{"1", "out_of_scope", "no_rows", "1"});
}

TEST_CASE("classes by share total everybody", "[score]") {
  const Field five = field_of({50, 40, 30, 20, 10});
  CHECK(texts(ranked_rows(five, Direction::Higher, classes({10, 20, 70}, Ties::Up))) ==
        Texts{"A", "B", "C", "C", "C"});
  const Field tied = field_of({3, 2, 2, 1});
  CHECK(texts(ranked_rows(tied, Direction::Higher, classes({40, 60}, Ties::Up))) ==
        Texts{"A", "A", "A", "B"});
  CHECK(texts(ranked_rows(tied, Direction::Higher, classes({40, 60}, Ties::Down))) ==
        Texts{"A", "B", "B", "B"});
}

TEST_CASE("what is left over goes to the largest remainders", "[score]") {
  CHECK(parts(100, {1, 1, 1}, cents(1)) == Texts{"33.34", "33.33", "33.33"});
  CHECK(parts(1000, {33333, 33333, 66667}, cents(1)) == Texts{"250.00", "250.00", "500.00"});
  CHECK(parts(-100, {1, 1, 1}, cents(1)) == Texts{"-33.34", "-33.33", "-33.33"});
  CHECK(parts(1000, {1, 1, 1, 1, 1, 1}, Rational(1)) ==
        Texts{"167.00", "167.00", "167.00", "167.00", "166.00", "166.00"});
  CHECK(parts(7, {0, 1}, Rational(1)) == Texts{"0.00", "7.00"});
}

TEST_CASE("parts add up and differ from the quota by less than a step", "[score]") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 500; ++round) {
    const auto total = Rational(static_cast<std::int64_t>(random() % 100'000)) * cents(5);
    std::vector<Rational> weights;
    Rational all;
    for (std::size_t i = 1 + random() % 9; i > 0; --i) {
      weights.emplace_back(static_cast<std::int64_t>(random() % 50));
      all += weights.back();
    }
    if (all.is_zero()) continue;
    const auto found = largest_remainder(total, weights, cents(5));
    Rational sum;
    for (std::size_t i = 0; i < found.size(); ++i) {
      sum += found[i];
      CHECK(abs(found[i] - total * weights[i] / all) < cents(5));
    }
    CHECK(sum == total);
  }
}

}  // namespace kpi::score

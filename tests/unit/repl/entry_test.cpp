#include "repl/entry.hpp"

#include <catch2/catch.hpp>

using namespace kpi::repl;

TEST_CASE("an entry goes on while something is open", "[repl]") {
  for (const char* whole : {"", "revenue", "f(1)", "a + b", "x :=\n 5", "tiers t { }", "# only (",
                            "a # (", "\"(\"", "`a (`", "80%", "1 + 2 # +"})
    CHECK(is_complete(whole));
  for (const char* open : {"f(", "tiers t {", "a +", "metric x =", "x :=", "a,", "（", "a by",
                           "a 按", "metric x =\n", "tiers t {\n  x < 1 : 0"})
    CHECK_FALSE(is_complete(open));
}

TEST_CASE("commands begin with a dot, also a Chinese one", "[repl]") {
  const auto command = command_in(" .for R01 ");
  REQUIRE(command);
  CHECK(command->name == "for");
  CHECK(command->argument == "R01");
  REQUIRE(command_in("。对象 张伟"));
  CHECK(command_in("。对象 张伟")->argument == "张伟");
  CHECK_FALSE(command_in(".5 + 1"));
  CHECK_FALSE(command_in("revenue"));
}

TEST_CASE("assignments stand between semicolons and line ends", "[repl]") {
  const auto two = assignments_in("card.a weight := 50%; card.b weight ：＝ 15%  # less\n");
  REQUIRE(two.size() == 2);
  CHECK(two[0].place == "card.a weight");
  CHECK(two[0].value == "50%");
  CHECK(two[1].place == "card.b weight");
  const auto lines = assignments_in("a :=\n  f(1;\n 2)\nb := \"x := y\"");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].value == "f(1;\n 2)");
  CHECK(lines[1].value == "\"x := y\"");
  CHECK(assignments_in("a == 5").empty());
  CHECK(assignments_in("tiers t { x < 1 : 0 }").empty());
}

TEST_CASE("an equal sign behind names alone was meant to assign", "[repl]") {
  REQUIRE(meant_assignment("card.a weight = 50%"));
  CHECK(meant_assignment("card.a weight = 50%")->place == "card.a weight");
  CHECK_FALSE(meant_assignment("f(x) = 5"));
  CHECK_FALSE(meant_assignment("x == 5"));
  CHECK_FALSE(meant_assignment("x ="));
}

TEST_CASE("the last value stands where its word stands alone", "[repl]") {
  CHECK(names_last_value("_ * 2"));
  CHECK_FALSE(names_last_value("a_b + \"_\" # _"));
  CHECK_FALSE(names_last_value("1_000"));
  CHECK(with_last_value("_ + f(_) + a_b", "1 CNY") == "(1 CNY) + f((1 CNY)) + a_b");
}

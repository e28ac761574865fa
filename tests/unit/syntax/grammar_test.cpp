#include "grammar/kpi_grammar.hpp"

#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

namespace kpi::grammar {

TEST_CASE("no rule of the grammar can loop without reading", "[syntax]") {
  CHECK(tao::pegtl::analyze<declarations>() == 0);
  CHECK(tao::pegtl::analyze<whole_expression>() == 0);
  CHECK(tao::pegtl::analyze<whole_query>() == 0);
}

}  // namespace kpi::grammar

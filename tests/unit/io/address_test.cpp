#include "io/address.hpp"

#include <catch2/catch.hpp>

namespace kpi::io {
namespace {

TEST_CASE("addresses of servers") {
  CHECK(is_address("postgres://host/sales"));
  CHECK(is_address("postgresql:///sales#crm.orders"));
  CHECK_FALSE(is_address("orders.csv"));
  CHECK_FALSE(is_address("crm = postgres://host/sales"));
}

TEST_CASE("addresses without a password are shown as they are") {
  for (const char* const address :
       {"postgres://host/sales", "postgres://host:5432/sales#orders", "postgres://me@host/sales",
        "postgres://me@[::1]:5432/sales", "postgres://[::1]:5432/sales?sslmode=require",
        "postgres://a:1,b:2/sales", "postgres:///sales?user=a@b", "postgres://", "orders.csv"}) {
    INFO(address);
    CHECK_FALSE(holds_password(address));
    CHECK(without_password(address) == address);
  }
}

TEST_CASE("no part of a password is shown") {
  const auto shown = [](const std::string& address) {
    CHECK(holds_password(address));
    return without_password(address);
  };
  CHECK(shown("postgres://me:secret@host/sales") == "postgres://me:***@host/sales");
  CHECK(shown("postgres://me:2024,x@host/sales") == "postgres://me:***@host/sales");
  CHECK(shown("postgres://me:2024#x@host/sales") == "postgres://me:***@host/sales");
  CHECK(shown("postgres://me:2024/x@host/sales") == "postgres://me:***@host/sales");
  CHECK(shown("postgres://me:a@b@host/sales") == "postgres://me:***@host/sales");
  CHECK(shown("postgres://me:a?b@host/sales") == "postgres://me:***@host/sales");
  CHECK(shown("postgres://me:secret") == "postgres://me:***");
  CHECK(shown("postgres://:secret@host/sales") == "postgres://:***@host/sales");
  CHECK(shown("postgres://h/s?sslpassword=a&password=b&x=c") ==
        "postgres://h/s?sslpassword=***&password=***&x=c");
  CHECK(shown("postgres://u:a@h/s?password=b") == "postgres://u:***@h/s?password=***");
}

TEST_CASE("passwords within other words") {
  CHECK(without_password("crm = postgres://u:a@h/s") == "crm = postgres://u:***@h/s");
  CHECK(without_password("name:secret") == "name:secret");
}

}  // namespace
}  // namespace kpi::io

#include "base/pinyin.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"

using namespace kpi;

namespace {

std::vector<std::string> full_of(std::string_view text) {
  std::vector<std::string> all;
  for (const Pinyin& pinyin : pinyin_of(text))
    all.push_back(pinyin.full);
  return all;
}

}  // namespace

TEST_CASE("pinyin is what is typed for a text, in full and by initials", "[pinyin]") {
  const std::vector<Pinyin> readings = pinyin_of("回款率");
  REQUIRE_FALSE(readings.empty());
  CHECK(readings[0].full == "huikuanlv");
  CHECK(readings[0].initials == "hkl");
  CHECK(full_of("同比增长") == std::vector<std::string>{"tongbizengzhang", "tongbizengchang"});
  CHECK(full_of("绿") == std::vector<std::string>{"lv"});
}

TEST_CASE("the usual reading of business words comes first", "[pinyin]") {
  CHECK(full_of("银行") == std::vector<std::string>{"yinhang", "yinxing"});
  CHECK(full_of("重复") == std::vector<std::string>{"zhongfu", "chongfu"});
  CHECK(full_of("单") == std::vector<std::string>{"dan", "shan", "chan"});
}

TEST_CASE("what is no Han character stands for itself", "[pinyin]") {
  CHECK(full_of("Q1销售_额") == std::vector<std::string>{"q1xiaoshou_e"});
  CHECK(pinyin_of("Q1销售_额")[0].initials == "q1xs_e");
  CHECK(pinyin_of("revenue").empty());
  CHECK(pinyin_of("").empty());
  CHECK(pinyin_of("\xff").empty());
}

TEST_CASE("readings do not multiply without an end", "[pinyin]") {
  CHECK(pinyin_of("重行长重行长重行长重行长").size() == 8);
  CHECK(begins_by_pinyin("阿阿阿阿阿阿阿阿阿阿阿阿阿阿阿阿", "aaaaaaaaaaaaaaaa"));
  CHECK_FALSE(begins_by_pinyin("阿阿阿阿阿阿阿阿阿阿阿阿阿阿阿阿", "aaaaaaaaaaaaaaab"));
}

TEST_CASE("a text is found by the beginning of its sound", "[pinyin]") {
  for (const char* typed : {"h", "hk", "hkl", "hui", "huik", "huikuanlv", "hkuanl", "huikl", "HKL"})
    CHECK(begins_by_pinyin("回款率", typed));
  for (const char* typed : {"", "k", "kl", "hkll", "huikuanlu", "huikuanlvx"})
    CHECK_FALSE(begins_by_pinyin("回款率", typed));
  CHECK(begins_by_pinyin("复购率2", "fgl2"));
}

TEST_CASE("homophones sound alike", "[pinyin]") {
  CHECK(sounds_alike("汇款率", "回款率"));
  CHECK(sounds_alike("huikuanlv", "回款率"));
  CHECK_FALSE(sounds_alike("借款率", "回款率"));
  CHECK_FALSE(sounds_alike("cost", "margin"));
}

TEST_CASE("of names equally far away the one of the same sound is meant", "[pinyin]") {
  const std::vector<std::string> names = {"借款率", "回款率", "销售额"};
  CHECK(nearest("汇款率", names) == std::string("回款率"));
  CHECK(nearest("小手鹅", names) == std::string("销售额"));
  CHECK(nearest("huikuanlv", names) == std::string("回款率"));
  CHECK_FALSE(nearest("贷款率", names).has_value());
}

#include "io/cache_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "../support/temporary_folder.hpp"
#include "io/build_id.hpp"
#include "io/file_identity.hpp"
#include "io/progress.hpp"

namespace kpi::io {
namespace {

namespace fs = std::filesystem;

std::string content(const CacheFolder& folder, const std::string& name) {
  const auto file = folder.open(name);
  if (!file) return "(none)";
  std::string text(file->size(), '\0');
  text.resize(file->read(text.data(), text.size()));
  return text;
}

std::vector<std::string> names(const CacheFolder& folder) {
  std::vector<std::string> names;
  for (const CacheFolder::Item& item : folder.items())
    names.push_back(item.name);
  return names;
}

void age(const std::string& path, std::chrono::hours hours) {
  fs::last_write_time(path, fs::file_time_type::clock::now() - hours);
}

}  // namespace

TEST_CASE("files of the cache are added, found, listed by use and removed") {
  const test::TemporaryFolder place;
  const CacheFolder folder(place / "a/b");
  CHECK(folder.items().empty());
  CHECK_FALSE(folder.add("kpi-one", {"on", "", "e"}));
  CHECK_FALSE(folder.add("kpi-two", {"two"}));
  CHECK(content(folder, "kpi-one") == "one");
  CHECK(content(folder, "kpi-none") == "(none)");
  age(place / "a/b/kpi-one", std::chrono::hours(2));
  CHECK(names(folder) == std::vector<std::string>{"kpi-one", "kpi-two"});
  content(folder, "kpi-one");  // used last now
  CHECK(names(folder) == std::vector<std::string>{"kpi-two", "kpi-one"});
  CHECK(folder.items()[0].bytes == 3);
  struct stat status {};
  REQUIRE(::stat((place / "a/b/kpi-one").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(folder.remove("kpi-one"));
  CHECK_FALSE(folder.remove("kpi-one"));
  CHECK(names(folder) == std::vector<std::string>{"kpi-two"});
}

TEST_CASE("other people's files in the folder are left alone") {
  const test::TemporaryFolder place;
  std::ofstream(place / "letter.txt") << "dear";
  fs::create_directory(place / "kpi-folder");
  const CacheFolder folder(place.path());
  CHECK(folder.items().empty());
  CHECK_FALSE(folder.remove("letter.txt"));
  CHECK(fs::exists(place / "letter.txt"));
}

TEST_CASE("a folder that cannot be written to says why") {
  const test::TemporaryFolder place;
  std::ofstream(place / "file") << "no folder";
  CHECK(CacheFolder(place / "file").add("kpi-one", {"one"}));
  CHECK(CacheFolder(place / "file/below").add("kpi-one", {"one"}));
}

TEST_CASE("what killed writers left goes after an hour") {
  const test::TemporaryFolder place;
  const CacheFolder folder(place.path());
  std::ofstream(place / "kpi-new-old") << "half";
  std::ofstream(place / "kpi-new-now") << "half";
  std::ofstream(place / "kpi-whole") << "whole";
  age(place / "kpi-new-old", std::chrono::hours(2));
  age(place / "kpi-whole", std::chrono::hours(2));
  folder.remove_leftovers();
  CHECK(names(folder) == std::vector<std::string>{"kpi-whole", "kpi-new-now"});
}

TEST_CASE("readers meet whole files while writers write") {
  const test::TemporaryFolder place;
  const CacheFolder folder(place.path());
  const std::array<std::string, 2> texts = {std::string(100'000, 'a'), std::string(150'000, 'b')};
  REQUIRE_FALSE(folder.add("kpi-shared", {texts[0]}));
  std::vector<std::jthread> writers;
  for (const std::string& text : texts) {
    writers.emplace_back([&folder, &text] {
      for (int i = 0; i < 50; ++i)
        folder.add("kpi-shared", {text});
    });
  }
  std::size_t torn = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string found = content(folder, "kpi-shared");
    torn += found == texts[0] || found == texts[1] ? 0 : 1;
  }
  CHECK(torn == 0);
}

TEST_CASE("the identity of a file tells its states apart") {
  const test::TemporaryFolder place;
  const std::string path = place / "data.csv";
  CHECK_FALSE(identity_of(path));
  CHECK_FALSE(identity_of(place.path()));
  std::ofstream(path) << "one";
  const auto first = identity_of(path);
  REQUIRE(first);
  CHECK_FALSE(first->settled);  // written just now: a change may leave the same times
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  CHECK(identity_of(path) == first);
  CHECK(identity_of(path)->settled);
  fs::create_symlink(path, place / "link.csv");
  CHECK(identity_of(place / "link.csv") == first);
  // as many bytes, and the time set back
  const auto time = fs::last_write_time(path);
  std::ofstream(path) << "two";
  fs::last_write_time(path, time);
  CHECK_FALSE(identity_of(path) == first);
}

TEST_CASE("the build of a program has a name") {
  CHECK(build_id() == build_id());
#if defined(__linux__)
  CHECK(build_id().size() >= 16);
#endif
}

TEST_CASE("progress is shown after a second, then a few times a second, and taken off again") {
  std::vector<Progress::State> shown;
  int hidden = 0;
  Progress progress([&](const Progress::State& state) { shown.push_back(state); },
                    [&] { ++hidden; });
  progress.expect(4000);
  progress.add(1000);
  progress.end();
  CHECK(shown.empty());
  CHECK(hidden == 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(1020));
  progress.add(1000);
  progress.add(1000);
  REQUIRE(shown.size() == 1);
  CHECK(shown[0].done == 2000);
  CHECK(shown[0].total == 4000);
  CHECK(shown[0].rate > 1000);
  CHECK(shown[0].rate < 2000);
  CHECK(shown[0].seconds == 2);  // 2000 bytes at less than 2000 a second
  progress.end();
  progress.end();
  CHECK(hidden == 1);
}

}  // namespace kpi::io

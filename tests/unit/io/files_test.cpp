#include "io/files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "../support/memory_files.hpp"
#include "../support/temporary_folder.hpp"

namespace kpi::io {
namespace {

namespace fs = std::filesystem;

using Folder = test::TemporaryFolder;

std::string content(const std::string& path) {
  std::string why;
  return read_all(*system_files(), path, why).value_or("(" + why + ")");
}

TEST_CASE("paths are joined and taken apart") {
  CHECK(join_path("data", "a.csv") == "data/a.csv");
  CHECK(join_path("data/", "a.csv") == "data/a.csv");
  CHECK(join_path("", "a.csv") == "a.csv");
  CHECK(join_path(".", "a.csv") == "a.csv");
  CHECK(join_path("data", "/a.csv") == "/a.csv");
  CHECK(folder_of("a/b/c.csv") == "a/b");
  CHECK(folder_of("/c.csv") == "/");
  CHECK(folder_of("c.csv").empty());
}

TEST_CASE("a file is written whole and read back") {
  const Folder folder;
  const auto files = system_files();
  const std::string path = folder / "out.csv";
  const std::string bytes = std::string(300'000, 'x') + '\0' + "y";
  CHECK_FALSE(files->write(path, bytes));
  CHECK(content(path) == bytes);
  CHECK_FALSE(files->write(path, ""));
  CHECK(content(path).empty());
  CHECK(files->list(folder.path()) == std::vector<std::string>{"out.csv"});  // nothing left beside
  CHECK(files->is_file(path));
  CHECK_FALSE(files->is_file(folder.path()));
  CHECK(files->is_folder(folder.path()));
}

TEST_CASE("writing keeps the rights of the old file and follows links") {
  const Folder folder;
  const auto files = system_files();
  const std::string path = folder / "out.csv";
  CHECK_FALSE(files->write(path, "old"));
  REQUIRE(::chmod(path.c_str(), 0640) == 0);
  fs::create_symlink(path, folder / "link.csv");
  CHECK_FALSE(files->write(folder / "link.csv", "new"));
  CHECK(content(path) == "new");
  CHECK(fs::is_symlink(folder / "link.csv"));
  CHECK((fs::status(path).permissions() & fs::perms::all) == fs::perms(0640));
}

TEST_CASE("what cannot be written leaves everything as it was, in the system's words") {
  const Folder folder;
  const auto files = system_files();
  CHECK(files->write(folder / "none/out.csv", "x") == "No such file or directory");
  CHECK(files->write(folder.path(), "x") == "Is a directory");
  CHECK(files->write("/dev/full", "x") == "No space left on device");
  CHECK_FALSE(files->write("/dev/null", "x"));
  CHECK(files->list(folder.path()).empty());
  if (::geteuid() == 0) return;  // to whom every folder is open
  const std::string path = folder / "out.csv";
  CHECK_FALSE(files->write(path, "old"));
  REQUIRE(::chmod(folder.path().c_str(), 0500) == 0);
  CHECK(files->write(path, "new") == "Permission denied");
  REQUIRE(::chmod(folder.path().c_str(), 0700) == 0);
  CHECK(content(path) == "old");
}

TEST_CASE("what cannot be read says why") {
  const Folder folder;
  CHECK(content(folder / "none.csv") == "(No such file or directory)");
  CHECK(content(folder.path()) == "(Is a directory)");
  CHECK(system_files()->list(folder / "none").empty());
}

TEST_CASE("a reader hands out what fits") {
  const Folder folder;
  const auto files = system_files();
  CHECK_FALSE(files->write(folder / "a", "abcdef"));
  std::string why;
  const auto reader = files->open(folder / "a", why);
  REQUIRE(reader);
  char buffer[4];
  CHECK(reader->read(buffer, 4) == 4);
  CHECK(reader->read(buffer, 4) == 2);
  CHECK(reader->read(buffer, 4) == 0);
  CHECK_FALSE(reader->error());
}

TEST_CASE("patterns stand for the files that match, in order") {
  const Folder folder;
  for (const char* const name : {"2025/03", "2025/01", "2024/12", "2025/.kept"})
    fs::create_directories(folder / name);
  for (const char* const name :
       {"2025/03/a.csv", "2025/01/b.csv", "2025/01/c.txt", "2024/12/a.csv", "2025/.kept/a.csv",
        "2025/01/.a.csv", "2025/01/~$a.csv", "一月.csv"}) {
    std::string error = system_files()->write(folder / name, "x").value_or("");
    CHECK(error.empty());
  }
  const auto files = system_files();
  const auto found = [&](const std::string& pattern) {
    std::vector<std::string> names;
    for (const std::string& path : files_matching(*files, folder / pattern))
      names.push_back(path.substr(folder.path().size() + 1));
    return names;
  };
  using Names = std::vector<std::string>;
  CHECK(found("2025/*/*.csv") == Names{"2025/01/b.csv", "2025/03/a.csv"});
  CHECK(found("*/*/a.csv") == Names{"2024/12/a.csv", "2025/03/a.csv"});
  CHECK(found("2025/0?/?.csv") == Names{"2025/01/b.csv", "2025/03/a.csv"});
  CHECK(found("202*/1*/*") == Names{"2024/12/a.csv"});
  CHECK(found("2025/01/**") == Names{"2025/01/b.csv", "2025/01/c.txt"});
  CHECK(found("?月.csv") == Names{"一月.csv"});
  CHECK(found("???月.csv").empty());
  CHECK(found("nowhere/*.csv").empty());
  CHECK(found("2025/0?").empty());  // folders
}

TEST_CASE("addresses are no patterns") {
  CHECK(is_pattern("data/*.csv"));
  CHECK(is_pattern("data/2025-??.csv"));
  CHECK_FALSE(is_pattern("data/orders.csv"));
  CHECK_FALSE(is_pattern("postgres://host/sales?sslmode=require"));
}

}  // namespace
}  // namespace kpi::io

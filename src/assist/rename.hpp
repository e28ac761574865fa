#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "assist/model.hpp"

/// All places of a name in the files of a project, and its change in all of them.
namespace kpi::assist {

/// The rule files of a folder, each with what it uses.
using Project = std::vector<std::shared_ptr<const Model>>;

/// Files that end in `.kpi`, of the folder and those in it, as far as a reader would go.
std::vector<std::string> rule_files(const std::string& folder, const io::Files& files);

struct Location {
  const SourceFile* file = nullptr;  // lives as long as the project
  Span at;
  bool declares = false;
};
/// In the order of paths and text. `model` is one of the project.
std::vector<Location> references(const Project& project, const Model& model, NameId id);

struct TextEdit {
  const SourceFile* file = nullptr;
  std::uint32_t begin = 0, end = 0;
  std::string text;
};
struct Renaming {
  std::vector<TextEdit> edits;
  std::vector<Message> notes;  // what else must change
};
/// The message says why it cannot be done.
using RenameResult = std::variant<Renaming, Message>;
/// The edits were tried: with them the rules have no errors, and every name stands for what it
/// stood for.
RenameResult rename(const Project& project, const Model& model, std::uint32_t offset,
                    const std::string& name, const io::Files& files);
/// The name that could be changed there, or why none can.
std::variant<Names::Found, Message> renameable(const Model& model, std::uint32_t offset);

}  // namespace kpi::assist

#pragma once

#include <memory>
#include <string>

#include "assist/names.hpp"
#include "driver/study.hpp"

/// What is known of a rule file while it is written. Also of one with mistakes: what could be read
/// of it is here, and `good` is the last one before it that had none.
namespace kpi::assist {

struct Model {
  explicit Model(driver::Studied read) : studied(std::move(read)), names(studied) {}
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const SourceMap& sources() const { return studied.compiled.sources; }
  const Program& program() const { return studied.compiled.program; }
  bool ok() const { return studied.compiled.ok; }
  /// The file asked for; the others are used by it.
  bool has_main() const { return !studied.files.empty(); }
  FileId main() const { return studied.compiled.files.front(); }
  const ast::Ast& ast() const { return *studied.files.front().ast; }
  const syntax::Tree& tree() const { return studied.files.front().tree; }
  std::string_view text() const { return sources()[main()].text(); }

  driver::Studied studied;
  Names names;
  std::shared_ptr<const Model> good;  // absent where this one has no errors
};

/// `before`: what was known of the file until now.
std::shared_ptr<const Model> study(const std::string& path, const io::Files& files,
                                   const std::shared_ptr<const Model>& before = nullptr);

/// The model whose program can be computed with: this one or the last good one; null if none.
const Model* computable(const Model& model);

/// Whether the author writes the Chinese spellings of the language's words.
bool writes_chinese(const Model& model);

}  // namespace kpi::assist

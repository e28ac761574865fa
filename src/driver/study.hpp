#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ast/ast.hpp"
#include "check/name_uses.hpp"
#include "driver/session.hpp"
#include "syntax/syntax.hpp"

namespace kpi::driver {

/// What is behind a program: how a file was read.
struct ReadFile {
  syntax::Tree tree;
  std::unique_ptr<ast::Ast> ast;
  bool in_project = false;  // its names are the project's; else tables are like some of it
};

/// A rule file as an editor asks about it: besides the program, what was read and what each name
/// stands for. Also of rules with errors, as far as they can be understood.
struct Studied {
  Compiled compiled;
  std::vector<ReadFile> files;  // of each of compiled.files
  check::NameUses uses;
  Diagnostics diagnostics;
};

Studied study(const std::string& path, const io::Files& files);

}  // namespace kpi::driver

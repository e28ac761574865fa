#pragma once

#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/shell.hpp"

namespace kpi::cli {

struct Word {
  std::string_view name;  // FILE
  Text what;              // what to say when it is missing
  bool optional = false;  // it may be left out; such words come last
  bool repeats = false;   // the last one only: any number of them
};

/// One command: what it takes, how it is explained, what it does.
struct Command {
  std::string_view name;
  Text about;
  Text examples;
  std::vector<Word> words;  // what must stand there, in order
  std::vector<OptionSpec> options;
  std::vector<Word> needed;  // options that may not be left out
  int (*run)(const Arguments& arguments, Shell& shell);
};

/// In the order of `kpi --help`.
std::vector<Command> commands();

// One file each; arguments are complete and every choice is a known one.
int check(const Arguments& arguments, Shell& shell);
int run(const Arguments& arguments, Shell& shell);
int data(const Arguments& arguments, Shell& shell);
int init(const Arguments& arguments, Shell& shell);
int query(const Arguments& arguments, Shell& shell);
int explain(const Arguments& arguments, Shell& shell);
int eval(const Arguments& arguments, Shell& shell);
int repl(const Arguments& arguments, Shell& shell);
int test(const Arguments& arguments, Shell& shell);
int library(const Arguments& arguments, Shell& shell);
int cache(const Arguments& arguments, Shell& shell);
int doc(const Arguments& arguments, Shell& shell);
int completions(const Arguments& arguments, Shell& shell);
int man(const Arguments& arguments, Shell& shell);
int format_rules(const Arguments& arguments, Shell& shell);
int lsp(const Arguments& arguments, Shell& shell);
int dump(const Arguments& arguments, Shell& shell);

}  // namespace kpi::cli

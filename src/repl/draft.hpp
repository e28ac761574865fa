#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/session.hpp"
#include "repl/entry.hpp"

/// Rules that a session changes: other texts for the files they stand in.
namespace kpi::repl {

/// Texts by path that stand in front of the files of the disk.
using Texts = std::map<std::string, std::string>;

/// What an entry changed, in the author's words.
struct Change {
  std::string what;                   // `card.revenue weight`, `metric x`
  std::optional<std::string> before;  // absent: it was not there
  std::string after;                  // of a definition empty
};

/// A changed draft; nothing where the entry has no place in the rules, which is reported.
struct Changed {
  Texts texts;
  std::vector<Change> changes;
};

/// Other values: each expression is replaced where it stands.
std::optional<Changed> assign(const std::vector<Assignment>& assignments,
                              const driver::Compiled& rules, const Texts& texts,
                              Diagnostics& diagnostics);
/// Declarations: each takes the place of the one of its name, or stands at the end of the first
/// file. Nothing where `entry` holds no declarations; what is wrong with it is reported at its
/// place in the entry, which is added to `sources`.
std::optional<Changed> define(std::string_view entry, const driver::Compiled& rules,
                              const Texts& texts, SourceMap& sources, Diagnostics& diagnostics);

/// Whether the text begins with the word of a declaration and what follows it.
bool looks_like_definition(std::string_view text);

/// One weight that changes alone, together with what the heaviest other line of the card would have
/// to give or take. Nothing where that line has not so much.
std::optional<std::string> together(const std::vector<Assignment>& assignments,
                                    const driver::Compiled& rules);

}  // namespace kpi::repl

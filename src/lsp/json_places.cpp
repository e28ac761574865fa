#include <map>
#include <nlohmann/json.hpp>

#include "lsp/server.hpp"

/// Places of the rules as the protocol writes them.
namespace kpi::lsp {
namespace {

Json json_of(Position position) {
  return {{"line", position.line}, {"character", position.character}};
}

}  // namespace

Json Server::range(const Lines& lines, std::uint32_t begin, std::uint32_t end) const {
  return {{"start", json_of(lines.position(begin))}, {"end", json_of(lines.position(end))}};
}

Json Server::range(const SourceFile& file, std::uint32_t begin, std::uint32_t end) const {
  return range(Lines(file.text(), workspace_.encoding()), begin, end);
}

Json Server::location(const SourceFile& file, Span at) const {
  return {{"uri", workspace_.uri_for(file.path())}, {"range", range(file, at.begin, at.end)}};
}

Json Server::text_edits(const std::vector<assist::TextEdit>& edits) const {
  std::map<std::string, Json> by_file;
  for (const assist::TextEdit& edit : edits) {
    Json& list = by_file[workspace_.uri_for(edit.file->path())];
    list.push_back({{"range", range(*edit.file, edit.begin, edit.end)}, {"newText", edit.text}});
  }
  Json changes = Json::object();
  for (auto& [uri, list] : by_file)
    changes[uri] = std::move(list);
  return {{"changes", std::move(changes)}};
}

}  // namespace kpi::lsp

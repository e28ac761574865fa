#include "syntax/failure.hpp"
namespace kpi::syntax {
void report(const Failure& failure, const Scanner& scanner, FileId file, Diagnostics& diagnostics) {
  const auto at = static_cast<std::uint32_t>(failure.at);
  std::string s; for (auto e: failure.expected) s += std::to_string((int)e.kind)+":"+std::to_string(e.value)+" ";
  diagnostics.report(Code::unexpected, {file, at, at}, {{"found", std::string(scanner.text().substr(at, 12))}, {"expected", s}});
}
void report_open_block(std::size_t, std::size_t at, const Scanner&, FileId file, Diagnostics& diagnostics) {
  diagnostics.report(Code::open_bracket, {file, (std::uint32_t)at, (std::uint32_t)at}, {{"bracket", "{"}});
}
}

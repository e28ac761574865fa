#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "table/complaints.hpp"
#include "table/load.hpp"

/// Link texts -> rows of the linked tables, once all tables stand.
namespace kpi::table {

/// Per table a flag per row; no flags: no row.
using RowFlags = IdVector<TableId, std::vector<std::uint8_t>>;

/// The keys that a value without a partner may have been meant to be; none where comparing with
/// them all would take long.
std::vector<std::string> keys_to_compare(const TableData& table);

/// What resolving needs to know of every table besides its columns.
struct LinkFacts {
  IdVector<TableId, std::uint8_t> usable;  // loaded; links into other tables are not judged
  /// Keys of rows left out before, with their lines.
  IdVector<TableId, std::unordered_map<std::string, std::uint64_t>> left_out_keys;
  RowFlags gone;  // rows to take out first
};

/// Resolves every link that is read. A value without a partner makes its rows unusable, or, with
/// `or unmatched`, is kUnmatchedRow and counted in a warning. With keep_going unusable rows are
/// taken out, and with them the rows that link to them, however long the chain.
void resolve_links(const Program& program, Loaded& loaded, LinkFacts facts,
                   const LoadOptions& options, IdVector<TableId, Complaints>& complaints);

/// Takes rows out of loaded tables (their rejects are the caller's), together with the rows that
/// link to them, which are added to the rejects; resolves all links again.
void leave_out(const Program& program, Loaded& loaded, RowFlags gone, const LoadOptions& options,
               Diagnostics& diagnostics);

}  // namespace kpi::table

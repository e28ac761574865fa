#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.hpp"
#include "table/complaints.hpp"
#include "table/records.hpp"

/// What can be wrong with a file as a whole, and with a record before its fields are looked at.
namespace kpi::table {

/// The file cannot be opened: is it there, and what is near it?
void complain_of_missing_file(const TableSchema& schema, const io::Files& files,
                              const std::string& why, Complaints& complaints);

/// Why what the file holds could not be read to its end.
Diagnostic explain_content(const io::ContentFault& fault, const std::string& table,
                           const std::string& path);

/// `rival` could be meant as well as the file the table would be read from.
void complain_of_two_files(const TableSchema& schema, const std::string& rival,
                           Complaints& complaints);

/// Why a header line is none; nothing if it is one.
std::optional<Diagnostic> explain_header(const RecordBatch& batch, const Record& header,
                                         const std::string& table);

/// Why a record cannot be used; nothing if it can.
std::optional<Diagnostic> explain_record(const Record& record, std::size_t field_count);

/// Why a quotation mark is never closed is anybody's guess: what stands behind it is lost.
Diagnostic explain_open_quote();

}  // namespace kpi::table

#pragma once

#include "table/separator_loop.hpp"

namespace kpi::table {

/// find_separators with AVX2; only for machines that have it.
void find_separators_avx2(const char* bytes, std::size_t begin, std::size_t end, SeparatorRoom& out,
                          char delimiter);

}  // namespace kpi::table

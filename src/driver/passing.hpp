#pragma once

#include "driver/session.hpp"
#include "plan/plan.hpp"

namespace kpi::driver {

/// By table: whether its rows need not be held, because the cells of the plan are all that is read
/// of them and each row says by itself what it adds to them. Such a table is read and scanned at
/// once: ten million orders take as much memory as their customers do. The answer follows from the
/// rules and the request alone, never from the rows.
///
/// Whatever would have to be said of a single row asks for the table as a whole: one with checks or
/// unique rows, or rows that others lead to, is loaded.
IdVector<TableId, std::uint8_t> passing_tables(const Program& program, const plan::Plan& plan,
                                               const RunRequest& request, const io::Files& files);

}  // namespace kpi::driver

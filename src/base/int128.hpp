#pragma once

namespace kpi {

/// The accumulator of row values: 38 decimal digits, native on every supported compiler.
__extension__ typedef __int128 Int128;  // NOLINT(modernize-use-using): __extension__ needs it

}  // namespace kpi

#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Addresses of servers that stand where a path could.
namespace kpi::io {

/// `postgres://…` or `postgresql://…`.
bool is_address(std::string_view path);

/// `sqlite:sales.db#orders` as the path it is: such a file shows by itself what it is.
std::string_view without_sqlite(std::string_view path);

/// Whether a password is in it, where everybody can read it.
bool holds_password(std::string_view address);
/// The address with `***` for the password in it, if there is one: fit to be shown.
std::string without_password(const std::string& address);

}  // namespace kpi::io

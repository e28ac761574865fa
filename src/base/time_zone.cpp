#include "base/time_zone.hpp"

#include <algorithm>
#include <string>

#include "base/digits.hpp"

namespace kpi {
namespace {

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kYear2000 = 946'684'800;  // in UTC

struct Zone {
  std::string_view name;
  std::int64_t minutes;
};
/// Those of the tz database that had neither summer time nor another change since 2000.
constexpr Zone kZones[] = {
    {"UTC", 0},
    {"Etc/UTC", 0},
    {"Asia/Shanghai", 480},
    {"Asia/Hong_Kong", 480},
    {"Asia/Taipei", 480},
    {"Asia/Macau", 480},
    {"Asia/Singapore", 480},
    {"Asia/Kuala_Lumpur", 480},
    {"Asia/Manila", 480},
    {"Asia/Tokyo", 540},
    {"Asia/Seoul", 540},
    {"Asia/Bangkok", 420},
    {"Asia/Ho_Chi_Minh", 420},
    {"Asia/Jakarta", 420},
    {"Asia/Kolkata", 330},
    {"Asia/Dubai", 240},
    {"Asia/Riyadh", 180},
};

}  // namespace

std::optional<std::int64_t> offset_written(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const std::int64_t sign = text[0] == '-' ? -1 : 1;
  const auto hours = number_of_digits(text.substr(1, 2));
  std::string_view rest = text.substr(3);
  if (!rest.empty() && rest[0] == ':') rest.remove_prefix(1);
  const bool colon_alone = rest.empty() && text.size() > 3;
  const auto minutes = rest.empty() ? std::optional(0) : number_of_digits(rest);
  constexpr int kMostHours = 14;
  const bool fine = hours && minutes && !colon_alone && (rest.empty() || rest.size() == 2) &&
                    *hours <= kMostHours && *minutes < kMinute;
  if (!fine) return std::nullopt;
  return sign * (*hours * kHour + *minutes * kMinute);
}

std::optional<std::int64_t> offset_in(std::string_view zone, std::int64_t seconds) {
  if (const auto offset = offset_written(zone)) return offset;
  const auto known = std::find_if(std::begin(kZones), std::end(kZones),
                                  [&](const Zone& each) { return each.name == zone; });
  if (known == std::end(kZones)) return std::nullopt;
  if (seconds < kYear2000 && known->minutes != 0) return std::nullopt;
  return known->minutes * kMinute;
}

}  // namespace kpi

// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which keys and servers the user named, by provider. Pure.

#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/dotenv.h"
#include "network/proxy.h"
#include "provider/adapter.h"
#include "report/doctor_report.h"

namespace reshoot {

/// The account of a provider. Its key is taken from the environment, else from `.env`; a base URL
/// counts only from the same of the two, else the provider's own is used. Errors: `environment`: no
/// key (with the variable's name and where to put it), a base URL that may not be called, an
/// unknown provider. No error repeats a value.
Result<Account> account_of(std::string_view provider, const Variables& environment,
                           const Variables& dotenv);

/// The host that the provider would be called on, with or without a key; empty: none is known, or
/// it may not be called.
std::string host_of(std::string_view provider, const Variables& environment,
                    const Variables& dotenv);

/// HTTPS_PROXY, else ALL_PROXY, and NO_PROXY, each also in lower case, which goes first.
Proxy proxy_of(const Variables& environment);

/// What `doctor` says: which providers can be called, and which variables are not used.
DoctorCheck keys_check(const Variables& environment, const Result<Variables>& dotenv);

}  // namespace reshoot

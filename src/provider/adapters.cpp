// SPDX-License-Identifier: Apache-2.0
// The providers that are built in.

#include <algorithm>
#include <array>

#include "provider/adapter.h"
#include "provider/comfyui.h"
#include "provider/dashscope.h"
#include "provider/gmi.h"
#include "provider/heygen.h"

namespace reshoot {
namespace {

struct BuiltIn {
  std::string_view provider;
  std::string_view base_url;
  const Adapter& (*adapter)();
};

constexpr std::array built_in{
    BuiltIn{"gmi", "https://console.gmicloud.ai/api/v1/ie/requestqueue/apikey", gmi_adapter},
    // Singapore; keys of another region need that region's host.
    BuiltIn{"dashscope", "https://dashscope-intl.aliyuncs.com", dashscope_adapter},
    BuiltIn{"heygen", "https://api.heygen.com", heygen_adapter},
    BuiltIn{"comfyui", "http://127.0.0.1:8188", comfyui_adapter},
};

const BuiltIn* find(std::string_view provider) {
  const auto* const found = std::find_if(built_in.begin(), built_in.end(), [&](const BuiltIn& one) {
    return one.provider == provider;
  });
  return found == built_in.end() ? nullptr : found;
}

}  // namespace

const Adapter* find_adapter(std::string_view provider) {
  const BuiltIn* const found = find(provider);
  return found == nullptr ? nullptr : &found->adapter();
}

std::string_view default_base_url(std::string_view provider) {
  const BuiltIn* const found = find(provider);
  return found == nullptr ? std::string_view{} : found->base_url;
}

}  // namespace reshoot

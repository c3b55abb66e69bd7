// SPDX-License-Identifier: Apache-2.0
#pragma once
// The field tables of the campaign language: they read it, and are its JSON Schema.

#include "campaign/text.h"
#include "yaml/binder.h"
#include "yaml/shape.h"
#include "yaml/tree.h"

namespace reshoot {

/// Reads a whole campaign; what is wrong is reported and left out.
CampaignText read_campaign_text(Binder& binder, const YamlValue& root);

/// What a campaign looks like.
const Shape& campaign_shape();

}  // namespace reshoot

/* SPDX-License-Identifier: Apache-2.0 */
/* The registry of findings, looked up by number. */
#ifndef MF_REPORT_REGISTRY_H
#define MF_REPORT_REGISTRY_H

#include "report/report.h"

/* Never NULL for a number of the registry. */
const mf_rule *mf_rule_of(enum mf_finding_code code);

#endif

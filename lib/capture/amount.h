/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as the kernel writes them, and as quantities of the format. */
#ifndef MF_CAPTURE_AMOUNT_H
#define MF_CAPTURE_AMOUNT_H

#include "base/view.h"

#include <stdint.h>

/* Room for any quantity that is made here. */
enum { MF_AMOUNT_TEXT = 32 };

/* Takes the decimal number that a text begins with off it. False if there is none, or it does not fit. */
bool mf_amount_take(struct mf_view *text, uint64_t *ret_number);

/* Bytes as a quantity in the largest binary unit that leaves a whole number: 17179869184 is "16Gi". */
void mf_amount_bytes(uint64_t bytes, char text[MF_AMOUNT_TEXT]);

/* Thousandths of a core as a quantity: 1500 is "1500m", 2000 is "2". */
void mf_amount_cores(uint64_t thousandths, char text[MF_AMOUNT_TEXT]);

#endif

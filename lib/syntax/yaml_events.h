/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The events of one YAML text, from libyaml told that it is UTF-8, and held against what YAML forbids and libyaml does not see:
 * characters, line ends, directives, layout. What aliases, tags and anchors mean is for the caller to refuse.
 */
#ifndef MF_SYNTAX_YAML_EVENTS_H
#define MF_SYNTAX_YAML_EVENTS_H

#include "base/buffer.h"
#include "report/report.h"
#include "syntax/layout.h"
#include "syntax/reader.h"

#include <yaml.h>

/* What is said of a tag. */
extern const char mf_yaml_tags_are_not_used[];

struct mf_yaml_events {
    struct mf_view text;
    struct mf_span span; /* of the event at hand */

    /* After a function returned false: what is wrong, and where. */
    enum mf_finding_code code;
    struct mf_position position;
    const char *problem; /* NULL: memory ran out */

    /* Its own. */
    yaml_parser_t parser;
    bool is_open;
    size_t ascii; /* so many bytes at the beginning of the text are characters */
    /* libyaml counts characters. These two move together and turn its counts into bytes. */
    size_t character;
    size_t byte;
    struct mf_layout layout;
    struct mf_buffer message;
};

/* mf_yaml_events_end() comes last, also after this returned false. The text must not be nowhere. */
bool mf_yaml_events_begin(struct mf_yaml_events *events, struct mf_view text);

/* The next event, which the caller deletes. */
bool mf_yaml_events_next(struct mf_yaml_events *events, yaml_event_t *event);

/*
 * After the event that ends the document. Behind it nothing may come; libyaml is not asked: directives there would cost it
 * quadratic time.
 * @return the offset of the first byte that is something; the size of the text if there is none. `ret_wrong` receives what is
 *         wrong with the layout on the way, or NULL
 */
size_t mf_yaml_events_rest(struct mf_yaml_events *events, const char **ret_wrong, size_t *ret_wrong_at);

void mf_yaml_events_end(struct mf_yaml_events *events);

#endif

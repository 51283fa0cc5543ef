/*
 * test_report_member - members of JSON objects in test reports. Members of other types are like
 * missing ones: what can be used is used.
 */
#ifndef IO_TEST_REPORT_MEMBER_H
#define IO_TEST_REPORT_MEMBER_H

#include <jansson.h>

/* "" when there is none; borrowed from the object. */
const char *member_text(const json_t *object, const char *name);

/* UNKNOWN when there is none. */
double member_figure(const json_t *object, const char *name);

#endif

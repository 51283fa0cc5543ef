/*
 * junitview - a JUnit report for GitLab: each worker count is a test case.
 *
 * A count at which the command failed is a failure that names the tests which pass
 * sequentially; a count that was not measured is skipped.
 */
#ifndef VIEW_JUNITVIEW_H
#define VIEW_JUNITVIEW_H

#include "base/strbuf.h"
#include "core/result.h"

void junit_view(const struct result *result, struct strbuf *text);

#endif

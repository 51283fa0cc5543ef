/*
 * page - the style and the small script of report.html, as they stand in the page.
 */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

extern const char page_style[];

/* Makes tables sort; without it everything can still be read. */
extern const char page_script[];

#endif

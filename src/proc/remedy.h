/*
 * remedy - what a user can do when the system refuses, for the end of a sentence.
 */
#ifndef PROC_REMEDY_H
#define PROC_REMEDY_H

/* For that errno: "raise the limit of open files (ulimit -n)". */
const char *remedy(int reason);

#endif

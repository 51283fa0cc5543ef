#include "config.h"

#include "proc/lineage.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/procfile.h"

/* The fields of a line of mountinfo that are looked at; they point into the line. */
struct mount {
	char *root; /* the group that is seen at `point` */
	char *point;
	char *type;
	char *options; /* of the file system: v1 names its controllers here */
};

/* Where this process is in one mount of its hierarchy. */
struct place {
	char *point; /* the mount point below the root prefix */
	char *top; /* the kernel's name of the group at the mount point */
	char *below; /* from there to the own group, "" or "/a/b" */
	int certainty;
};

/* Whether `list`, separated by commas, has exactly this word. */
static bool
list_has(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (;;) {
		size_t item = strcspn(list, ",");

		if (item == length && strncmp(list, word, length) == 0)
			return true;
		if (list[item] == '\0')
			return false;
		list += item + 1;
	}
}

/* The kernel writes blanks, tabs, newlines and backslashes in mountinfo as \ooo. */
static void
unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; to++) {
		if (*from == '\\' && strspn(from + 1, "01234567") >= 3) {
			*to = (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + from[3] -
				'0');
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

/* "36 35 98:0 ROOT POINT OPTIONS [TAG...] - TYPE SOURCE OPTIONS"; false when it is not that. */
static bool
parse_mount(char *line, struct mount *mount)
{
	char *fields[6];
	char *state = NULL;
	char *rest = strstr(line, " - ");

	if (rest == NULL)
		return false;
	*rest = '\0';
	for (size_t i = 0; i < 5; i++) {
		fields[i] = strtok_r(i == 0 ? line : NULL, " ", &state);
		if (fields[i] == NULL)
			return false;
	}
	mount->root = fields[3];
	mount->point = fields[4];
	mount->type = strtok_r(rest + 3, " ", &state);
	char *source = mount->type != NULL ? strtok_r(NULL, " ", &state) : NULL;
	mount->options = source != NULL ? strtok_r(NULL, " ", &state) : NULL;
	if (mount->type == NULL)
		return false;
	if (mount->options == NULL)
		mount->options = source;
	unescape(mount->root);
	unescape(mount->point);
	return true;
}

/* The own group in the hierarchy of that controller (NULL: version 2); NULL when there is none. */
static char *
own_group(const char *memberships, const char *controller)
{
	for (const char *line = memberships; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		char *copy = xstrndup(line, length);
		char *names = strchr(copy, ':');
		char *path = names != NULL ? strchr(names + 1, ':') : NULL;
		bool found = false;

		if (path != NULL) {
			*path++ = '\0';
			names++;
			found = controller != NULL ? list_has(names, controller)
						   : *names == '\0';
		}
		char *group = found ? xstrdup(path) : NULL;
		free(copy);
		if (found)
			return group;
		line += length + (line[length] == '\n');
	}
	return NULL;
}

static bool
directory_exists(const char *point, const char *below)
{
	char *name = xasprintf("%s%s", point, below);
	bool exists = access(name, F_OK) == 0;

	free(name);
	return exists;
}

/* What of `group` is below `top`: "" or "/a/b"; NULL when it is not below it. */
static const char *
strip(const char *group, const char *top)
{
	size_t length = strcmp(top, "/") == 0 ? 0 : strlen(top);

	/* A group outside of our cgroup namespace is shown as "/../other": no way down to it. */
	if (strstr(group, "/..") != NULL || strncmp(group, top, length) != 0)
		return NULL;
	if (group[length] != '\0' && group[length] != '/')
		return NULL;
	return strcmp(group + length, "/") == 0 ? "" : group + length;
}

/*
 * Three readings, the surest first: the mount shows a group above ours (a host, or a
 * container without a cgroup namespace); our path begins at the mount point although its
 * root says otherwise; all that can be seen is the mount itself.
 */
static void
find_place(const struct mount *mount, const char *root, const char *group, struct place *best)
{
	char *point = xasprintf("%s%s", root, mount->point);
	const char *below = strip(group, mount->root);
	const char *top = mount->root;
	int certainty = 1;

	if (below != NULL && directory_exists(point, below)) {
		certainty = 3 + (int)strlen(mount->root);
	} else {
		below = strip(group, "/");
		if (below != NULL && *below != '\0' && directory_exists(point, below)) {
			certainty = 2;
			top = "/";
		} else {
			below = "";
		}
	}
	if (certainty > best->certainty && directory_exists(point, "")) {
		free(best->point);
		free(best->top);
		free(best->below);
		*best = (struct place){point, xstrdup(top), xstrdup(below), certainty};
	} else {
		free(point);
	}
}

static void
add_group(struct lineage *lineage, const struct place *place, const char *below)
{
	const char *top = strcmp(place->top, "/") == 0 && *below != '\0' ? "" : place->top;
	struct control_group group = {
		.path = xasprintf("%s%s", top, below),
		.directory = xasprintf("%s%s", place->point, below),
	};

	ARRAY_GROW(lineage->groups, lineage->count, lineage->capacity);
	lineage->groups[lineage->count++] = group;
}

/* Looks for the own group in the hierarchy of `controller` (NULL: version 2). */
static bool
read_hierarchy(const char *root, const char *memberships, const char *controller,
	struct lineage *lineage)
{
	char *group = own_group(memberships, controller);
	char *mounts = group != NULL ? procfile_read(root, "/proc/self/mountinfo") : NULL;
	struct place place = {0};
	char *state = NULL;

	for (char *line = mounts != NULL ? strtok_r(mounts, "\n", &state) : NULL; line != NULL;
		line = strtok_r(NULL, "\n", &state)) {
		struct mount mount;

		if (!parse_mount(line, &mount))
			continue;
		if (controller == NULL ? strcmp(mount.type, "cgroup2") == 0
				       : strcmp(mount.type, "cgroup") == 0 &&
					list_has(mount.options, controller))
			find_place(&mount, root, group, &place);
	}
	free(mounts);
	free(group);
	if (place.certainty == 0)
		return false;

	for (;;) {
		add_group(lineage, &place, place.below);
		char *slash = strrchr(place.below, '/');
		if (slash == NULL)
			break;
		*slash = '\0';
	}
	lineage->version = controller == NULL ? 2 : 1;
	free(place.point);
	free(place.top);
	free(place.below);
	return true;
}

void
lineage_read(const char *root, const char *controller, struct lineage *lineage)
{
	char *memberships = procfile_read(root, "/proc/self/cgroup");

	if (memberships == NULL)
		return;
	/* A controller is in one hierarchy only: where version 1 names it, version 2 has it
	 * not. */
	if (!read_hierarchy(root, memberships, controller, lineage))
		read_hierarchy(root, memberships, NULL, lineage);
	free(memberships);
}

void
lineage_release(struct lineage *lineage)
{
	for (size_t i = 0; i < lineage->count; i++) {
		free(lineage->groups[i].path);
		free(lineage->groups[i].directory);
	}
	free(lineage->groups);
	*lineage = (struct lineage)LINEAGE_INIT;
}

#include "config.h"

#include "core/ties.h"

#include <gsl/gsl_rng.h>
#include <math.h>

#define TIED .15 /* the chance of a tie before anything is known */

static struct group
own_group(const struct site *site)
{
	return (struct group){.runs = site->runs, .log_mean = site->log_mean};
}

static struct group
joined(const struct group *left, const struct group *right)
{
	double runs = left->runs + right->runs;
	double difference = right->log_mean - left->log_mean;

	if (!(left->runs > 0.0))
		return *right;
	if (!(right->runs > 0.0))
		return *left;
	return (struct group){
		.runs = runs,
		.log_mean = left->log_mean + difference * right->runs / runs,
		.log_squares = left->log_squares + right->log_squares +
			difference * difference * left->runs * right->runs / runs,
	};
}

/* ln of the density of a group's runs where the law says `log_law`, T integrated out. */
static double
group_weight(const struct gibbs *gibbs, const struct group *group, double log_law)
{
	double noise = gibbs->sigma * gibbs->sigma;
	double variance = gibbs->tau * gibbs->tau + noise / group->runs;
	double residual = group->log_mean - log_law;

	if (!(group->runs > 0.0))
		return 0.0;
	return 0.5 *
		(log(noise / (group->runs * variance)) - group->log_squares / noise -
			residual * residual / variance);
}

/* Every site and those behind it that were equal to it. */
static void
gather_behind(struct gibbs *gibbs)
{
	struct group behind = {0};

	for (size_t i = gibbs->site_count; i-- > 0;) {
		struct site *site = &gibbs->sites[i];
		struct group own = own_group(site);
		bool continued = i + 1 < gibbs->site_count && gibbs->sites[i + 1].tied;

		behind = continued ? joined(&own, &behind) : own;
		site->group = behind;
	}
}

/* The sequential form is another command, and what was not run is equal to nothing. */
static bool
may_tie(const struct site *before, const struct site *site)
{
	return before->arm->mode == site->arm->mode && before->runs > 0.0;
}

/* Whether the site, with those behind it, is equal to the group that `head` begins. */
static bool
draw_tie(const struct gibbs *gibbs, const struct site *head, const struct group *left,
	const struct site *site)
{
	struct group both = joined(left, &site->group);
	double gain = group_weight(gibbs, &both, head->log_law) -
		group_weight(gibbs, left, head->log_law) -
		group_weight(gibbs, &site->group, site->log_law);
	double odds = TIED / (1.0 - TIED) * exp(fmin(gain, 600.0));

	return gsl_rng_uniform(gibbs->random) * (1.0 + odds) < odds;
}

void
ties_draw(struct gibbs *gibbs)
{
	struct site *head = &gibbs->sites[0];
	struct group left = own_group(head);

	gather_behind(gibbs);
	for (size_t i = 1; i < gibbs->site_count; i++) {
		struct site *site = &gibbs->sites[i];
		struct group own = own_group(site);

		site->tied = may_tie(&gibbs->sites[i - 1], site) &&
			draw_tie(gibbs, head, &left, site);
		if (site->tied) {
			left = joined(&left, &own);
			site->group = (struct group){0};
			continue;
		}
		head->group = left;
		head = site;
		left = own;
	}
	head->group = left;
}

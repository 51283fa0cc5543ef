#include "config.h"

#include "unit.h"

#include <math.h>

#include "core/nnls.h"

/* NIST StRD, linear regression: all sets, with their certified answers
 * (https://www.itl.nist.gov/div898/strd/lls/lls.shtml). */

static const double norris[][2] = {{0.1, 0.2}, {338.8, 337.4}, {118.1, 118.2}, {888.0, 884.6},
	{9.2, 10.1}, {228.1, 226.5}, {668.5, 666.3}, {998.5, 996.3}, {449.1, 448.6},
	{778.9, 777.0}, {559.2, 558.2}, {0.3, 0.4}, {0.1, 0.6}, {778.1, 775.5}, {668.8, 666.9},
	{339.3, 338.0}, {448.9, 447.5}, {10.8, 11.6}, {557.7, 556.0}, {228.3, 228.1},
	{998.0, 995.8}, {888.8, 887.6}, {119.6, 120.2}, {0.3, 0.3}, {0.6, 0.3}, {557.6, 556.8},
	{339.3, 339.1}, {888.0, 887.2}, {998.5, 999.0}, {778.9, 779.0}, {10.2, 11.1},
	{117.6, 118.3}, {228.9, 229.2}, {668.4, 669.1}, {449.2, 448.9}, {0.2, 0.5}};

static void
test_norris(void)
{
	double matrix[36 * 2], targets[36], residuals[36], solution[2], rss = 0.0;

	for (size_t i = 0; i < 36; i++) {
		matrix[2 * i] = 1.0;
		matrix[2 * i + 1] = norris[i][1];
		targets[i] = norris[i][0];
	}
	CU_ASSERT(lsq_solve(matrix, 36, 2, targets, residuals, solution, &rss));
	ASSERT_NEAR(solution[0], -0.262323073774029, 1e-11);
	ASSERT_NEAR(solution[1], 1.00211681802045, 1e-13);
	ASSERT_NEAR(sqrt(rss / 34), 0.884796396144373, 1e-12);
}

static void
test_noint(void)
{
	double matrix[11], targets[11], residuals[11], solution[1], rss = 0.0;

	for (size_t i = 0; i < 11; i++) {
		matrix[i] = 60.0 + (double)i;
		targets[i] = 130.0 + (double)i;
	}
	CU_ASSERT(lsq_solve(matrix, 11, 1, targets, residuals, solution, &rss));
	ASSERT_NEAR(solution[0], 2.07438016528926, 1e-14);
	ASSERT_NEAR(sqrt(rss / 10), 3.56753034006338, 1e-13);

	double columns[] = {4, 5, 6};
	double y[] = {3, 4, 4};
	CU_ASSERT(lsq_solve(columns, 3, 1, y, residuals, solution, &rss));
	ASSERT_NEAR(solution[0], 0.727272727272727, 1e-14);
	ASSERT_NEAR(sqrt(rss / 2), 0.369274472937998, 1e-13);
}

static void
test_longley(void)
{
	static const double rows[16][7] = {{60323, 83.0, 234289, 2356, 1590, 107608, 1947},
		{61122, 88.5, 259426, 2325, 1456, 108632, 1948},
		{60171, 88.2, 258054, 3682, 1616, 109773, 1949},
		{61187, 89.5, 284599, 3351, 1650, 110929, 1950},
		{63221, 96.2, 328975, 2099, 3099, 112075, 1951},
		{63639, 98.1, 346999, 1932, 3594, 113270, 1952},
		{64989, 99.0, 365385, 1870, 3547, 115094, 1953},
		{63761, 100.0, 363112, 3578, 3350, 116219, 1954},
		{66019, 101.2, 397469, 2904, 3048, 117388, 1955},
		{67857, 104.6, 419180, 2822, 2857, 118734, 1956},
		{68169, 108.4, 442769, 2936, 2798, 120445, 1957},
		{66513, 110.8, 444546, 4681, 2637, 121950, 1958},
		{68655, 112.6, 482704, 3813, 2552, 123366, 1959},
		{69564, 114.2, 502601, 3931, 2514, 125368, 1960},
		{69331, 115.7, 518173, 4806, 2572, 127852, 1961},
		{70551, 116.9, 554894, 4007, 2827, 130081, 1962}};
	static const double certified[] = {-3482258.63459582, 15.0618722713733,
		-0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
		1829.15146461355};
	double matrix[16 * 7], targets[16], residuals[16], solution[7], rss = 0.0;

	for (size_t i = 0; i < 16; i++) {
		targets[i] = rows[i][0];
		for (size_t k = 0; k < 7; k++)
			matrix[i * 7 + k] = k == 0 ? 1.0 : rows[i][k];
	}
	CU_ASSERT(lsq_solve(matrix, 16, 7, targets, residuals, solution, &rss));
	for (size_t k = 0; k < 7; k++)
		ASSERT_NEAR(solution[k], certified[k], 1e-6);
	ASSERT_NEAR(sqrt(rss / 9), 304.854073561965, 1e-9);
}

/* Wampler 1 to 5: a polynomial of degree 5 and ever larger deviations from it. */
static void
test_wampler(void)
{
	static const double third[] = {760, -2042, 2111, -1684, 3888, 1858, 11379, 17560, 39287,
		64382, 113159, 175108, 273291, 400186, 581243, 811568, 1121004, 1506550,
		2002767, 2611612, 3369180};
	static const double factors[] = {0, 0, 1, 100, 10000};
	static const double deviations[] = {
		0, 0, 2360.14502379268, 236014.502379268, 23601450.2379268};

	for (size_t set = 0; set < 5; set++) {
		double base = set == 1 ? 0.1 : 1.0;
		double matrix[21 * 6], targets[21], residuals[21], solution[6], rss = 0.0;
		for (size_t i = 0; i < 21; i++) {
			double plain = 0.0;
			targets[i] = 0.0;
			for (size_t k = 0; k < 6; k++) {
				matrix[i * 6 + k] = pow((double)i, (double)k);
				targets[i] += pow(base, (double)k) * matrix[i * 6 + k];
				plain += matrix[i * 6 + k];
			}
			targets[i] += factors[set] * (third[i] - plain);
		}
		CU_ASSERT(lsq_solve(matrix, 21, 6, targets, residuals, solution, &rss));
		for (size_t k = 0; k < 6; k++)
			ASSERT_NEAR(solution[k], pow(base, (double)k), set == 4 ? 1e-5 : 1e-6);
		if (set > 1)
			ASSERT_NEAR(sqrt(rss / 15), deviations[set], 1e-11);
	}
}

/* A load cell: 40 forces at 20 loads, a parabola whose columns differ by twelve orders. */
static const double pontius[] = {.11019, .21956, .32949, .43899, .54803, .65694, .76562, .87487,
	.98292, 1.09146, 1.20001, 1.30822, 1.41599, 1.52399, 1.63194, 1.73947, 1.84646, 1.95392,
	2.06128, 2.16844, .11052, .22018, .32939, .43886, .54798, .65739, .76596, .87474,
	.98300, 1.09150, 1.20004, 1.30818, 1.41613, 1.52408, 1.63159, 1.73965, 1.84696, 1.95445,
	2.06177, 2.16829};

static void
test_pontius(void)
{
	static const double certified[] = {
		0.673565789473684e-3, 0.732059160401003e-6, -0.316081871345029e-14};
	double matrix[40 * 3], targets[40], residuals[40], solution[3], rss = 0.0;

	for (size_t i = 0; i < 40; i++) {
		double load = 150000.0 * (double)(i % 20 + 1);
		targets[i] = pontius[i];
		for (size_t k = 0; k < 3; k++)
			matrix[i * 3 + k] = pow(load, (double)k);
	}
	CU_ASSERT(lsq_solve(matrix, 40, 3, targets, residuals, solution, &rss));
	for (size_t k = 0; k < 3; k++)
		ASSERT_NEAR(solution[k], certified[k], 1e-11);
	ASSERT_NEAR(sqrt(rss / 37), 0.205177424076185e-3, 1e-11);
}

static const double filip[][2] = {{0.8116, -6.860120914}, {0.9072, -4.324130045},
	{0.9052, -4.358625055}, {0.9039, -4.358426747}, {0.8053, -6.955852379},
	{0.8377, -6.661145254}, {0.8667, -6.355462942}, {0.8809, -6.118102026},
	{0.7975, -7.115148017}, {0.8162, -6.815308569}, {0.8515, -6.519993057},
	{0.8766, -6.204119983}, {0.8885, -5.853871964}, {0.8859, -6.109523091},
	{0.8959, -5.79832982}, {0.8913, -5.482672118}, {0.8959, -5.171791386},
	{0.8971, -4.851705903}, {0.9021, -4.517126416}, {0.909, -4.143573228},
	{0.9139, -3.709075441}, {0.9199, -3.499489089}, {0.8692, -6.300769497},
	{0.8872, -5.953504836}, {0.89, -5.642065153}, {0.891, -5.031376979},
	{0.8977, -4.680685696}, {0.9035, -4.329846955}, {0.9078, -3.928486195},
	{0.7675, -8.56735134}, {0.7705, -8.363211311}, {0.7713, -8.107682739},
	{0.7736, -7.823908741}, {0.7775, -7.522878745}, {0.7841, -7.218819279},
	{0.7971, -6.920818754}, {0.8329, -6.628932138}, {0.8641, -6.323946875},
	{0.8804, -5.991399828}, {0.7668, -8.781464495}, {0.7633, -8.663140179},
	{0.7678, -8.473531488}, {0.7697, -8.247337057}, {0.77, -7.971428747},
	{0.7749, -7.676129393}, {0.7796, -7.352812702}, {0.7897, -7.072065318},
	{0.8131, -6.774174009}, {0.8498, -6.478861916}, {0.8741, -6.159517513},
	{0.8061, -6.835647144}, {0.846, -6.53165267}, {0.8751, -6.224098421},
	{0.8856, -5.910094889}, {0.8919, -5.598599459}, {0.8934, -5.290645224},
	{0.894, -4.974284616}, {0.8957, -4.64454848}, {0.9047, -4.290560426},
	{0.9129, -3.885055584}, {0.9209, -3.408378962}, {0.9219, -3.13200249},
	{0.7739, -8.726767166}, {0.7681, -8.66695597}, {0.7665, -8.511026475},
	{0.7703, -8.165388579}, {0.7702, -7.886056648}, {0.7761, -7.588043762},
	{0.7809, -7.283412422}, {0.7961, -6.995678626}, {0.8253, -6.691862621},
	{0.8602, -6.392544977}, {0.8809, -6.067374056}, {0.8301, -6.684029655},
	{0.8664, -6.378719832}, {0.8834, -6.065855188}, {0.8898, -5.752272167},
	{0.8964, -5.132414673}, {0.8963, -4.811352704}, {0.9074, -4.098269308},
	{0.9119, -3.66174277}, {0.9228, -3.2644011}};

/* Columns ((x - center)/scale)^k of degree 10; false when they are refused. */
static bool
fit_filip(double center, double scale, double solution[11], double *rss)
{
	double matrix[82 * 11], targets[82], residuals[82];

	for (size_t i = 0; i < 82; i++) {
		targets[i] = filip[i][0];
		for (size_t k = 0; k < 11; k++)
			matrix[i * 11 + k] = pow((filip[i][1] - center) / scale, (double)k);
	}
	return lsq_solve(matrix, 82, 11, targets, residuals, solution, rss);
}

/*
 * The condition number is 1.8e15, so that double precision leaves 7 digits of its 15: the last
 * column is a combination of the others but for a part in 10^8 (a part in 10^9 is refused).
 * Centred and scaled, the same polynomial has its certified coefficients to more.
 */
static void
test_filip(void)
{
	static const double certified[] = {-1467.48961422980, -2772.17959193342,
		-2316.37108160893, -1127.97394098372, -354.478233703349, -75.1242017393757,
		-10.8753180355343, -1.06221498588947, -0.670191154593408e-1,
		-0.246781078275479e-2, -0.402962525080404e-4};
	double solution[11], coefficients[11] = {0.0}, rss = 0.0;

	CU_ASSERT(fit_filip(0.0, 1.0, solution, &rss));
	ASSERT_NEAR(sqrt(rss / 71), 0.334801051324544e-2, 1e-7);
	for (size_t k = 0; k < 11; k++)
		ASSERT_NEAR(solution[k], certified[k], 1e-6);

	CU_ASSERT(fit_filip(-6.0, 3.0, solution, &rss));
	ASSERT_NEAR(sqrt(rss / 71), 0.334801051324544e-2, 1e-11);
	/* Horner's rule in polynomials: times (x + 6)/3, plus the next coefficient. */
	for (size_t k = 11; k-- > 0;) {
		for (size_t j = 11; j-- > 1;)
			coefficients[j] = (6.0 * coefficients[j] + coefficients[j - 1]) / 3.0;
		coefficients[0] = 2.0 * coefficients[0] + solution[k];
	}
	for (size_t k = 0; k < 11; k++)
		ASSERT_NEAR(coefficients[k], certified[k], 1e-10);
}

SUITE(nist, {"Norris", test_norris}, {"NoInt1 and NoInt2", test_noint},
	{"Longley", test_longley}, {"Wampler1 to 5", test_wampler}, {"Pontius", test_pontius},
	{"Filip, as it stands and scaled", test_filip});

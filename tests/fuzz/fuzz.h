/*
 * fuzz - what the fuzz targets share.
 *
 * A target is a file fuzz_NAME.c that defines LLVMFuzzerTestOneInput(), with seeds in
 * corpus/NAME/. Configured with --enable-fuzz it is linked with libFuzzer (`make fuzz`);
 * otherwise replay.c feeds it its seeds, which `make check` does.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes as a file: its path, valid until the next call. */
const char *fuzz_file(const uint8_t *data, size_t size);

#endif

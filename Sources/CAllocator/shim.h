// The C library's own knobs of its allocator, which its Swift overlay leaves out.
#include <malloc.h>

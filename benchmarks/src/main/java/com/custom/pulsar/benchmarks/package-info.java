/** Comparisons of what this project makes with what others publish, on one machine in one run. */
@NullMarked
package com.custom.pulsar.benchmarks;

import org.jspecify.annotations.NullMarked;

@NullMarked
package com.custom.pulsar.benchmarks;

import org.jspecify.annotations.NullMarked;

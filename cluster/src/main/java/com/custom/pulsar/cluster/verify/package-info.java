/** Whether workloads are hardened, in files and in a cluster. */
@NullMarked
package com.custom.pulsar.cluster.verify;

import org.jspecify.annotations.NullMarked;

/** Kubernetes manifests and workloads: read, hardened, checked. */
@NullMarked
package com.custom.pulsar.cluster;

import org.jspecify.annotations.NullMarked;

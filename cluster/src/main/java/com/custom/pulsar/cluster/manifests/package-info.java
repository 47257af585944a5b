/** Streams of Kubernetes manifests, read as kubectl and Helm read them and written with as little changed as possible. */
@NullMarked
package com.custom.pulsar.cluster.manifests;

import org.jspecify.annotations.NullMarked;

/** The connection to a cluster that a kubeconfig names; objects come as plain maps, with every field that the server sent. */
@NullMarked
package com.custom.pulsar.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;

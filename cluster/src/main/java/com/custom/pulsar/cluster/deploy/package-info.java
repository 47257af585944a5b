/** What a pipeline has in a cluster beside the pods that Pulsar makes: objects of its own, the rights for them, and how its pods come up. */
@NullMarked
package com.custom.pulsar.cluster.deploy;

import org.jspecify.annotations.NullMarked;

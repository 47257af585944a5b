@NullMarked
package com.custom.pulsar.cluster.deploy;

import org.jspecify.annotations.NullMarked;

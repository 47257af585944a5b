@NullMarked
package com.custom.pulsar.cluster.verify;

import org.jspecify.annotations.NullMarked;

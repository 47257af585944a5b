/** What is lost or repeated when the parts of a pipeline are killed, cut off or changed: {@code mvn -Pfaults verify}. */
@NullMarked
package com.custom.pulsar.integrationtests.faults;

import org.jspecify.annotations.NullMarked;

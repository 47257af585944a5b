/** The class that Pulsar's configuration names. */
@NullMarked
package com.custom.pulsar;

import org.jspecify.annotations.NullMarked;

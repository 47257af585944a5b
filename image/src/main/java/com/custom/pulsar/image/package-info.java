/** The release as a container image. */
@NullMarked
package com.custom.pulsar.image;

import org.jspecify.annotations.NullMarked;

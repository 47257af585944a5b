/** The pipeline file: records that refuse to be wrong, and their translation into what Pulsar is given. */
@NullMarked
package com.custom.pulsar.pipeline;

import org.jspecify.annotations.NullMarked;

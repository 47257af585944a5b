/** Hardens the pods of whole streams of manifests, those of Pulsar's Helm chart by what each of its components needs. */
@NullMarked
package com.custom.pulsar.cluster.harden;

import org.jspecify.annotations.NullMarked;

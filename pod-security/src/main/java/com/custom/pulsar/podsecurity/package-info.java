/** Pod Security Standards: whether a pod would be admitted, judged as Kubernetes' own admission code judges it. */
@NullMarked
package com.custom.pulsar.podsecurity;

import org.jspecify.annotations.NullMarked;

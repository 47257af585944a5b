/** What the integration tests share: the real launcher as a process, and a pipeline of real processes. */
@NullMarked
package com.custom.pulsar.testsupport;

import org.jspecify.annotations.NullMarked;

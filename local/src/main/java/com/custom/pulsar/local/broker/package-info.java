/** What runs in a process of its own with the broker's class path, and is compiled against it. */
@NullMarked
package com.custom.pulsar.local.broker;

import org.jspecify.annotations.NullMarked;

/** Rules over change events: CEL texts, checked, limited and evaluated. */
@NullMarked
package com.custom.pulsar.rules;

import org.jspecify.annotations.NullMarked;

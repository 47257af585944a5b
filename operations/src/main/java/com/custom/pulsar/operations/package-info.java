/** What runs, asked and told, over Pulsar's and PostgreSQL's own interfaces. */
@NullMarked
package com.custom.pulsar.operations;

import org.jspecify.annotations.NullMarked;

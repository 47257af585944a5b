package com.custom.pulsar.rules;

import dev.cel.runtime.CelVariableResolver;

/** What rules are evaluated for. Valid as long as what it was made of; not thread-safe. */
sealed interface RuleVariables extends CelVariableResolver permits EventVariables, TombstoneVariables {}

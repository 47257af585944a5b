package com.custom.pulsar.integrationtests;

import com.custom.pulsar.testsupport.kubernetes.PodSandbox;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves a class of tests out, and says why, where no pod can be run in a sandbox. */
final class WhereSandboxesWork implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        // Once, for the class: what it allows is allowed to its tests.
        return context.getTestMethod().isPresent()
                ? ConditionEvaluationResult.enabled("the class was asked")
                : PodSandbox.obstacle()
                        .map(ConditionEvaluationResult::disabled)
                        .orElseGet(() -> ConditionEvaluationResult.enabled("pods can be run here"));
    }
}

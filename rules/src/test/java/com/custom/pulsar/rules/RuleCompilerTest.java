package com.custom.pulsar.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules are refused, and what is said of them. */
final class RuleCompilerTest {
    private static final RuleCompiler COMPILER = new RuleCompiler();

    @Test
    void pointsAtWhatIsWrong() {
        RuleSyntaxException refusal = refusal("op != 'r' &&\n  opp == 'c'");

        assertThat(refusal.line()).isEqualTo(2);
        assertThat(refusal.column()).isEqualTo(3);
        assertThat(refusal).hasMessage("""
                undeclared reference to 'opp' (line 2, column 3 of the rule)
                      opp == 'c'
                      ^""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "op ==                           | the rule ends where more is due",
                "op > 3                          | found no matching overload for '_>_' applied to '(string, int)'",
                "after.id + 1                    | gives int, and has to give true or false",
                "'yes'                           | gives string, and has to give true or false",
                "after.note == null              | never true",
                "null != after.note              | never true",
                "after == null                   | found no matching overload for '_==_'",
                "op.matches(after.pattern)       | has to stand in the rule itself",
                "op.matches('(')                 | is not a regular expression (RE2)",
                "op.matches('(a{500}){500}')     | regular expression",
                "op.indexOf('c') == 0            | undeclared reference to 'indexOf'",
                "google.protobuf.Duration{} == 1 | undeclared reference to 'google.protobuf.Duration'",
                "op == 'c' ; op == 'd'           | token recognition error",
            })
    void says(String rule, String problem) {
        assertThat(refusal(rule)).hasMessageContaining(problem);
    }

    @Test
    void refusesWhatIsTooLongTooDeepOrTooLarge() {
        assertThat(refusal("op == '" + "x".repeat(4_096) + "'")).hasMessageContaining("longer than 4096 characters");
        assertThat(refusal("(".repeat(40) + "true" + ")".repeat(40))).hasMessageContaining("limit: 32");
        assertThat(refusal("1 in [" + "1,".repeat(600) + "1]")).hasMessageContaining("more than 500");
        assertThat(refusal("op.matches('" + "a".repeat(257) + "')")).hasMessageContaining("longer than 256");
        assertThat(refusal("   ")).hasMessageContaining("the rule is empty");
    }

    @Test
    void refusesAValueThatJsonDoesNotHave() {
        assertThatThrownBy(() -> COMPILER.value("field", "timestamp(ts_ms)"))
                .isInstanceOf(RuleSyntaxException.class)
                .hasMessageContaining("which JSON does not have; make a text of it by string(…)");
        assertThatThrownBy(() -> COMPILER.value("field", "b'x'")).hasMessageContaining("gives bytes");
        assertThat(COMPILER.value("field", "string(timestamp('2026-11-29T00:00:00Z'))")
                        .name())
                .isEqualTo("field");
    }

    @Test
    void comparesWithNullWhatIsNoField() {
        assertThat(COMPILER.condition("f", "after.tags.exists(tag, tag == null)")
                        .name())
                .isEqualTo("f");
    }

    @Test
    void showsALongLineAroundThePlaceAndNoControlCharacter() {
        RuleSyntaxException refusal = refusal("op == '" + "\t" + "x".repeat(300) + "' && opp == 'c'");

        List<String> lines = String.valueOf(refusal.getMessage()).lines().toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(120).doesNotContain("\t"));
        assertThat(lines.get(2)).matches(" +\\^");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "after.email.split('@')[1] == 'x' && before['id'] > key.id      | [email, id]",
                "has(after.email) && after.email != '' && after.name != ''      | [name]",
                "'n' in after && after.n > 1 && after.list.exists(x, x == 1)    | [list]",
                "source.table == 'orders' && after[op] == 1                     | []"
            })
    void knowsWhichColumnsARuleReadsWithoutAsking(String rule, String columns) {
        assertThat(COMPILER.condition("filter", rule).columns()).hasToString(columns);
    }

    private static RuleSyntaxException refusal(String rule) {
        return catchThrowableOfType(RuleSyntaxException.class, () -> COMPILER.condition("filter", rule));
    }
}

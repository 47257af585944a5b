package com.custom.pulsar.cli;

import com.custom.pulsar.operations.OffsetPosition;
import com.custom.pulsar.operations.OffsetRecord;
import com.custom.pulsar.operations.ReplicationSlot;
import com.custom.pulsar.operations.TerminalText;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where the source is. */
@Command(
        name = "show",
        description = {
            "Tell the stored position of the source, and how far behind the database's log the slot is.",
            "Nothing is changed."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  pulsar-cdc offsets show --output json"})
final class OffsetsShow implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXT_LIMIT = 300;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final RunOption option = new RunOption();

    @Mixin
    private final SourceOption source = new SourceOption();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ReachedRun whole =
                option.openForOffsets(output.isJson() ? spec.commandLine().getErr() : out)) {
            ReachedRun run = source.of(whole);
            Optional<OffsetRecord> record = run.offsets().newest();
            Optional<ReplicationSlot> slot = Optional.empty();
            String problem = "";
            try {
                slot = run.slot();
            } catch (SQLException e) {
                problem = String.valueOf(e.getMessage());
            }
            if (output.isJson()) {
                out.println(json(run, record, slot, problem));
            } else {
                out.println(run.title());
                line(out, "source", run.pipeline().source().name());
                line(out, "topic", run.offsets().topic());
                record.ifPresentOrElse(found -> print(out, found), () -> line(out, "position", "nothing stored yet"));
                print(out, run.pipeline().names().slot(), slot, problem);
            }
            out.flush();
            return 0;
        }
    }

    private static void print(PrintWriter out, OffsetRecord record) {
        Optional<OffsetPosition> position = record.position();
        line(
                out,
                "position",
                position.map(OffsetsShow::text)
                        .or(() ->
                                record.snapshotOfSlot().map(slot -> "none; a snapshot of slot " + slot + " was begun"))
                        .orElse("none; nothing was published yet"));
        position.ifPresent(
                found -> line(out, "snapshot", found.snapshot().name().toLowerCase(Locale.ROOT)));
        line(
                out,
                "numbering",
                record.epoch()
                        .map(epoch -> String.format(Locale.ROOT, "event %,d of epoch %s", record.sequence(), epoch))
                        .orElse("none; the next start opens a new epoch"));
    }

    private static String text(OffsetPosition position) {
        StringBuilder text = new StringBuilder(position.lsn().toString());
        position.commit()
                .ifPresent(commit -> text.append(", behind the commit ").append(commit));
        position.transaction().ifPresent(id -> text.append(", transaction ").append(id));
        position.time().ifPresent(time -> text.append(", ").append(time));
        return text.toString();
    }

    private static void print(PrintWriter out, String name, Optional<ReplicationSlot> slot, String problem) {
        if (!problem.isEmpty()) {
            line(out, "slot", name + ": PostgreSQL cannot be asked: " + problem);
        } else if (slot.isEmpty()) {
            line(out, "slot", name + ": there is none in the database");
        } else {
            ReplicationSlot found = slot.get();
            line(
                    out,
                    "slot",
                    String.format(
                            Locale.ROOT,
                            "%s, %s, confirmed %s, %s behind the end of the log %s",
                            name,
                            found.active() ? "in use" : "not in use",
                            found.confirmed().map(Object::toString).orElse("nothing"),
                            found.behindBytes()
                                    .map(bytes -> String.format(Locale.ROOT, "%,d bytes", bytes))
                                    .orElse("all"),
                            found.end()));
            line(
                    out,
                    "log kept",
                    String.format(Locale.ROOT, "%,d bytes, %s", found.retainedBytes(), found.walStatus())
                            + found.safeBytes()
                                    .map(bytes -> String.format(Locale.ROOT, "; lost after %,d more", bytes))
                                    .orElse(""));
        }
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf(Locale.ROOT, "  %-10s %s%n", what, TerminalText.of(text, TEXT_LIMIT));
    }

    private static ObjectNode json(
            ReachedRun run, Optional<OffsetRecord> record, Optional<ReplicationSlot> slot, String problem) {
        ObjectNode root = JSON.createObjectNode();
        root.put("pipeline", run.pipeline().name());
        root.put("source", run.pipeline().source().name());
        root.put("topic", run.offsets().topic());
        record.ifPresentOrElse(found -> put(root.putObject("record"), found), () -> root.putNull("record"));
        String name = run.pipeline().names().slot();
        if (!problem.isEmpty()) {
            root.putObject("slot").put("name", name).put("error", problem);
        } else {
            slot.ifPresentOrElse(found -> put(root.putObject("slot"), found), () -> root.putNull("slot"));
        }
        return root;
    }

    private static void put(ObjectNode node, OffsetRecord record) {
        node.put("server", record.server());
        record.position().ifPresent(position -> {
            node.put("lsn", position.lsn().toString());
            position.processed().ifPresent(lsn -> node.put("lsnProcessed", lsn.toString()));
            position.commit().ifPresent(lsn -> node.put("lsnCommit", lsn.toString()));
            position.transaction().ifPresent(id -> node.put("transaction", id));
            position.time().ifPresent(time -> node.put("time", time.toString()));
            node.put("snapshot", position.snapshot().name().toLowerCase(Locale.ROOT));
        });
        record.snapshotOfSlot().ifPresent(slot -> node.put("snapshotOfSlot", slot));
        record.epoch().ifPresent(epoch -> node.put("epoch", epoch).put("sequence", record.sequence()));
    }

    private static void put(ObjectNode node, ReplicationSlot slot) {
        node.put("name", slot.name());
        node.put("active", slot.active());
        slot.confirmed().ifPresent(lsn -> node.put("confirmedFlushLsn", lsn.toString()));
        node.put("walEnd", slot.end().toString());
        slot.behindBytes().ifPresent(bytes -> node.put("behindBytes", bytes));
        node.put("retainedBytes", slot.retainedBytes());
        slot.safeBytes().ifPresent(bytes -> node.put("safeBytes", bytes));
        node.put("walStatus", slot.walStatus());
    }
}

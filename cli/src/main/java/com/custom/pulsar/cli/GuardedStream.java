package com.custom.pulsar.cli;

import com.custom.pulsar.pipeline.Shown;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Passes UTF-8 text on to a stream, with what could command a terminal written as escapes. Line ends and tabs pass. What is JSON stays
 * the same JSON: its escapes are JSON's. Not thread-safe by itself; the {@link PrintStream} around it is.
 */
final class GuardedStream extends OutputStream {
    private static final int LONGEST_CHARACTER_BYTES = 4;

    private final PrintStream target;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    /** The beginning of a character whose end has not come. */
    private ByteBuffer begun = ByteBuffer.allocate(0);

    private GuardedStream(PrintStream target) {
        this.target = target;
    }

    /** A stream to print on, guarded. */
    static PrintStream over(PrintStream target) {
        return new PrintStream(new GuardedStream(target), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.allocate(begun.remaining() + length)
                .put(begun)
                .put(bytes, offset, length)
                .flip();
        CharBuffer text = CharBuffer.allocate(in.remaining() + LONGEST_CHARACTER_BYTES);
        decoder.decode(in, text, false);
        begun = ByteBuffer.allocate(in.remaining()).put(in).flip();
        StringBuilder safe = new StringBuilder(text.position());
        text.flip().codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                safe.append((char) c);
            } else {
                safe.append(Shown.escaped(c));
            }
        });
        target.append(safe);
    }

    @Override
    public void flush() {
        target.flush();
    }
}

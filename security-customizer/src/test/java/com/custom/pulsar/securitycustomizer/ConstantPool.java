package com.custom.pulsar.securitycustomizer;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** The members of other classes that a class file refers to (JVM specification, 4.4), as {@code package/Class.member}. */
record ConstantPool(Set<String> fields, Set<String> methods) {
    private static final int MAGIC = 0xCAFEBABE;

    static ConstantPool of(byte[] classFile) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("no class file");
            }
            in.readInt();
            return read(in, in.readUnsignedShort());
        }
    }

    private static ConstantPool read(DataInputStream in, int count) throws IOException {
        int[] tags = new int[count];
        int[] first = new int[count];
        int[] second = new int[count];
        String[] texts = new String[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    // Takes two entries.
                    i++;
                }
                case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
                case 9, 10, 11, 12, 17, 18 -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                }
                case 15 -> {
                    first[i] = in.readUnsignedByte();
                    second[i] = in.readUnsignedShort();
                }
                default -> throw new IOException("unknown constant " + tags[i]);
            }
        }
        Set<String> fields = new TreeSet<>();
        Set<String> methods = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            if (tags[i] >= 9 && tags[i] <= 11) {
                String member = texts[first[first[i]]] + "." + texts[first[second[i]]];
                (tags[i] == 9 ? fields : methods).add(member);
            }
        }
        return new ConstantPool(fields, methods);
    }
}

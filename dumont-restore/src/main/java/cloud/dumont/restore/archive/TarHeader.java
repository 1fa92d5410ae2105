package cloud.dumont.restore.archive;

import cloud.dumont.restore.record.Metadata;
import cloud.dumont.restore.record.Moment;
import cloud.dumont.restore.record.Xattr;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One member's header in pax format, before it is written: a ustar header and, where that is too narrow, records. */
final class TarHeader {
    static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final long LARGEST_ID = 07777777;
    private static final long LARGEST_SIZE = 077777777777L;

    private final byte[] header = new byte[BLOCK];
    private final PaxRecords records = new PaxRecords();

    TarHeader(char type) {
        header[156] = (byte) type;
        put(257, "ustar\00000");
    }

    PaxRecords records() {
        return records;
    }

    TarHeader name(byte[] name) {
        if (name.length > NAME) {
            records.name("path", name);
        }
        return shownName(name);
    }

    /** The name in the header alone, cut if it is too long. */
    TarHeader shownName(byte[] name) {
        System.arraycopy(name, 0, header, 0, Math.min(name.length, NAME));
        return this;
    }

    TarHeader link(byte[] target) {
        if (target.length > NAME) {
            records.name("linkpath", target);
        }
        System.arraycopy(target, 0, header, 157, Math.min(target.length, NAME));
        return this;
    }

    TarHeader size(long size) {
        if (size > LARGEST_SIZE) {
            records.text("size", Long.toString(size));
        }
        octal(124, 11, Math.min(size, LARGEST_SIZE));
        return this;
    }

    /** For a member that no machine ever had: root owns it, and it is as old as time. */
    TarHeader mode(int mode) {
        octal(100, 7, mode);
        octal(108, 7, 0);
        octal(116, 7, 0);
        octal(136, 11, 0);
        return this;
    }

    TarHeader device(long major, long minor) {
        octal(329, 7, major);
        octal(337, 7, minor);
        return this;
    }

    static boolean canSay(long major, long minor) {
        return major <= LARGEST_ID && minor <= LARGEST_ID;
    }

    TarHeader metadata(Metadata metadata, Moment mtime) {
        octal(100, 7, metadata.mode());
        id(108, "uid", metadata.uid());
        id(116, "gid", metadata.gid());
        boolean fits = mtime.seconds() >= 0 && mtime.seconds() <= LARGEST_SIZE;
        if (!fits || mtime.nanos() != 0) {
            records.text("mtime", decimal(mtime));
        }
        octal(136, 11, fits ? mtime.seconds() : 0);
        for (Xattr xattr : metadata.xattrs()) {
            records.raw(key(xattr.name()), xattr.value());
        }
        return this;
    }

    private void id(int offset, String key, long value) {
        if (value > LARGEST_ID) {
            records.text(key, Long.toString(value));
        }
        octal(offset, 7, Math.min(value, LARGEST_ID));
    }

    /** The key ends at the first '=', so that one in a name is escaped as GNU tar does it. */
    private static byte[] key(byte[] name) {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        key.writeBytes("SCHILY.xattr.".getBytes(StandardCharsets.US_ASCII));
        for (byte b : name) {
            if (b == '=') {
                key.writeBytes("%3D".getBytes(StandardCharsets.US_ASCII));
            } else if (b == '%') {
                key.writeBytes("%25".getBytes(StandardCharsets.US_ASCII));
            } else {
                key.write(b);
            }
        }
        return key.toByteArray();
    }

    static String decimal(Moment mtime) {
        if (mtime.seconds() >= 0 || mtime.nanos() == 0) {
            return mtime.seconds() + (mtime.nanos() == 0 ? "" : String.format(Locale.ROOT, ".%09d", mtime.nanos()));
        }
        return String.format(Locale.ROOT, "-%d.%09d", -(mtime.seconds() + 1), 1_000_000_000 - mtime.nanos());
    }

    /** The blocks to write before the member's bytes. */
    byte[] bytes() {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        if (!records.isEmpty()) {
            byte[] body = records.bytes();
            TarHeader extended = new TarHeader('x')
                    .shownName("PaxHeaders/entry".getBytes(StandardCharsets.US_ASCII))
                    .size(body.length);
            extended.octal(100, 7, 0644);
            blocks.writeBytes(extended.block());
            blocks.writeBytes(Arrays.copyOf(body, padded(body.length)));
        }
        blocks.writeBytes(block());
        return blocks.toByteArray();
    }

    static int padded(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    private byte[] block() {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private void octal(int offset, int digits, long value) {
        put(offset, String.format(Locale.ROOT, "%0" + digits + "o\0", value));
    }

    private void put(int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}

package cloud.dumont.agent.tree;

import org.jspecify.annotations.Nullable;

/** One name of the machine's tree. */
public sealed interface Entry {
    PathBytes path();

    Meta meta();

    /**
     * @param fuzzy its content may mix two moments
     * @param link 0, or a number that all names of one file share; they all carry the same metadata and content
     * @param whole the last content that was read whole, with its time; only with {@code fuzzy}
     */
    record File(
            PathBytes path,
            Meta meta,
            boolean fuzzy,
            long link,
            Content content,
            @Nullable Version whole) implements Entry {
        public File {
            if (link < 0) {
                throw new IllegalArgumentException("links are numbered from 1");
            }
        }
    }

    record Version(Moment mtime, Content content) {}

    record Directory(PathBytes path, Meta meta) implements Entry {}

    /** @param target as it stands in the link; nobody changes the array */
    record Symlink(PathBytes path, Meta meta, byte[] target) implements Entry {
        @Override
        public boolean equals(Object other) {
            return other instanceof Symlink(PathBytes p, Meta m, byte[] t)
                    && path.equals(p)
                    && meta.equals(m)
                    && java.util.Arrays.equals(target, t);
        }

        @Override
        public int hashCode() {
            return path.hashCode() * 31 + java.util.Arrays.hashCode(target);
        }
    }

    record Fifo(PathBytes path, Meta meta) implements Entry {}

    record Socket(PathBytes path, Meta meta) implements Entry {}

    record Device(PathBytes path, Meta meta, boolean block, long major, long minor) implements Entry {
        public Device {
            if (major < 0 || major > Meta.MOST_ID || minor < 0 || minor > Meta.MOST_ID) {
                throw new IllegalArgumentException("device numbers have 32 bits");
            }
        }
    }
}

package cloud.dumont.agent.files;

import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.ExtendedAttributes;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.PosixException;
import java.util.ArrayList;
import java.util.List;

/**
 * The extended attributes of one inode, sorted by name. Every namespace that the kernel lists and lets read is in it; access
 * control lists are {@code system.posix_acl_access} and {@code system.posix_acl_default} in the kernel's own form.
 */
public record Xattrs(List<Xattr> entries) {
    public static final Xattrs NONE = new Xattrs(List.of());

    public Xattrs {
        entries = entries.stream().sorted().toList();
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Also of a descriptor that was opened as a mere handle. Attributes that go, or may not be read, are left out. */
    public static Xattrs of(Fd fd) throws PosixException {
        List<byte[]> names = ExtendedAttributes.names(fd.number());
        if (names.isEmpty()) {
            return NONE;
        }
        List<Xattr> found = new ArrayList<>(names.size());
        for (byte[] name : names) {
            try {
                found.add(new Xattr(name, ExtendedAttributes.value(fd.number(), name)));
            } catch (PosixException refused) {
                if (!refused.denied() && !refused.is(Errno.ENODATA) && !refused.is(Errno.EOPNOTSUPP)) {
                    throw refused;
                }
            }
        }
        return new Xattrs(found);
    }
}

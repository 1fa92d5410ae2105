package cloud.dumont.restore.history;

import cloud.dumont.restore.container.BlockReader;
import cloud.dumont.restore.container.BlockTable;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Containers;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.container.OpenedContainer;
import cloud.dumont.restore.container.UnknownVersion;
import cloud.dumont.restore.record.CommitRecord;
import cloud.dumont.restore.record.MalformedRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads commits whole, so that their hashes can be compared with what others say of them. */
public final class CommitLoader {
    static final int LARGEST = 256 * 1024 * 1024;
    private static final String NOTHING = "0".repeat(64);

    private final Containers containers;

    public CommitLoader(Containers containers) {
        this.containers = containers;
    }

    public LoadedCommit load(ContainerId id) throws IOException {
        byte[] object = containers.bytes(id, LARGEST);
        OpenedContainer opened = containers.open(id, object);
        List<Damage> lost = new ArrayList<>();
        byte[] bytes = record(id, opened, object, lost);
        try {
            CommitRecord record = CommitRecord.read(bytes);
            Optional<Sha256> hash = lost.isEmpty() ? Optional.of(Sha256.over(object)) : Optional.empty();
            Commit commit = describe(id, record, hash, object.length);
            return new LoadedCommit(commit, record, List.copyOf(lost));
        } catch (MalformedRecord e) {
            throw new DamagedException(id.name(), Fault.RECORD, "its record makes no sense: " + e.getMessage());
        } catch (CommitRecord.UnknownRecordVersion e) {
            throw new UnknownVersion(id.name() + ": " + e.getMessage() + "; this program knows version 1");
        }
    }

    /** The record; contents are opened too, and what cannot be is lost: then the object has not the hash that others name. */
    private static byte[] record(ContainerId id, OpenedContainer opened, byte[] object, List<Damage> lost)
            throws DamagedException {
        BlockTable table = opened.layout().blocks();
        if (table.recordLength() > LARGEST) {
            throw new DamagedException(id.name(), Fault.RECORD, "its record is larger than one may be");
        }
        byte[] record = new byte[(int) table.recordLength()];
        BlockReader reader = opened.layout().reader();
        int at = 0;
        for (int block = 0; block < table.blocks(); block++) {
            try {
                byte[] plain = reader.open(block, object, (int) table.storedStart(block));
                if (!table.isData(block)) {
                    System.arraycopy(plain, 0, record, at, plain.length);
                    at += plain.length;
                }
            } catch (DamagedException e) {
                if (!table.isData(block)) {
                    throw e;
                }
                lost.add(e.damage());
            }
        }
        return record;
    }

    private static Commit describe(ContainerId id, CommitRecord record, Optional<Sha256> hash, long storedBytes)
            throws DamagedException {
        return new Commit(
                new CommitRef(id.epoch(), id.number(), hash),
                parent(id, record),
                Instant.ofEpochMilli(record.wallClockMillis()),
                Duration.ofMillis(record.uptimeMillis()),
                record.everythingSaved(),
                record.pages() != null,
                record.files(),
                record.bytes(),
                record.newPacks(),
                record.changes().removals(),
                record.changes().upserts(),
                storedBytes);
    }

    private static Optional<CommitRef> parent(ContainerId id, CommitRecord record) throws DamagedException {
        String hash = HexFormat.of().formatHex(record.parentHash());
        boolean first = record.parentEpoch() == 0 && record.parentSeq() == 0 && hash.equals(NOTHING);
        boolean plausible = first
                ? id.number() == 1
                : record.parentSeq() == id.number() - 1
                        && record.parentSeq() >= 1
                        && record.parentEpoch() <= id.epoch();
        if (!plausible) {
            throw new DamagedException(id.name(), Fault.RECORD, "it names a parent that it cannot have");
        }
        return first ? Optional.empty() : Optional.of(CommitRef.of(record.parentEpoch(), record.parentSeq(), hash));
    }
}

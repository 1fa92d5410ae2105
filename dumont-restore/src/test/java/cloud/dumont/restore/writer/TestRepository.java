package cloud.dumont.restore.writer;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.WorkspaceOptions;
import cloud.dumont.restore.key.WorkspaceKey;
import cloud.dumont.restore.source.MemorySource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A workspace in memory that a test fills. */
public final class TestRepository {
    public static final String ROOT = "u/ada/i/m1/";
    public static final String ID = "ws-1";

    public final MemorySource store;
    public final byte[] key;
    private long seed = 1;
    private long epoch;
    private long seq;
    private byte[] lastHash = new byte[32];
    private long lastEpoch;
    private long packs;

    public TestRepository() {
        this(new MemorySource());
    }

    private TestRepository(MemorySource store) {
        this.store = store;
        this.key = new byte[32];
        new Random(42).nextBytes(key);
        put(
                "format.json",
                "{\"format\":\"DVF1\",\"version\":1,\"workspace\":\"" + ID + "\",\"later\":[1,{\"a\":null}]}");
    }

    public void put(String name, String text) {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public void put(String name, byte[] bytes) {
        store.objects().put(ROOT + name, bytes);
    }

    public byte[] get(String name) {
        return store.objects().get(ROOT + name);
    }

    public static String name(char folder, long epoch, long number) {
        return String.format(Locale.ROOT, "e/%012d/%c/%012d", epoch, folder, number);
    }

    /** Begins an epoch on what is the newest commit now. */
    public TestRepository fence(long newEpoch) {
        String sealed = seq == 0
                ? "null"
                : "{\"epoch\":" + lastEpoch + ",\"seq\":" + seq + ",\"sha256\":\""
                        + HexFormat.of().formatHex(lastHash) + "\"}";
        put(
                String.format(Locale.ROOT, "fence/%012d", newEpoch),
                "{\"epoch\":" + newEpoch + ",\"sealed\":" + sealed + ",\"time\":\"2026-01-01T00:00:00Z\"}");
        epoch = newEpoch;
        packs = 0;
        return this;
    }

    public long seq() {
        return seq;
    }

    public byte[] lastHash() {
        return lastHash;
    }

    public ContainerWriter pack() {
        return new ContainerWriter(key, ID, 'P', epoch, ++packs, seed++);
    }

    /** Puts the pack just made. */
    public String put(ContainerWriter pack) {
        String name = name('p', epoch, packs);
        put(name, pack.finish());
        return name;
    }

    public ContainerWriter commit() {
        return new ContainerWriter(key, ID, 'C', epoch, seq + 1, seed++);
    }

    public CommitBytes record() {
        CommitBytes record = new CommitBytes();
        record.parentHash = lastHash;
        record.parentEpoch = lastEpoch;
        record.parentSeq = seq;
        record.clockMillis += (seq + 1) * 30_000;
        return record;
    }

    public String commit(CommitBytes record) {
        return commit(commit(), record);
    }

    public String commit(ContainerWriter container, CommitBytes record) {
        container.record(record.array());
        byte[] object = container.finish();
        String name = name('c', epoch, seq + 1);
        put(name, object);
        seq++;
        lastHash = Crypto.sha256(object);
        lastEpoch = epoch;
        return name;
    }

    /** A file of one chunk that lies in the commit itself. */
    public byte[] inlineFile(ContainerWriter commit, String path, byte[] bytes) {
        return EntryBytes.file(
                path,
                new EntryBytes.ContentBytes()
                        .piece(commit.chunk(bytes), bytes.length)
                        .array());
    }

    /** A commit that does nothing but write one file of text. */
    public String commitFile(String path, String text) {
        ContainerWriter commit = commit();
        CommitBytes record = record().put(inlineFile(commit, path, text.getBytes(StandardCharsets.UTF_8)));
        return commit(commit, record);
    }

    /** State of the chain, to branch off and come back. */
    public record Mark(long epoch, long seq, byte[] hash, long lastEpoch, long packs) {}

    public Mark mark() {
        return new Mark(epoch, seq, lastHash, lastEpoch, packs);
    }

    public void back(Mark mark) {
        epoch = mark.epoch();
        seq = mark.seq();
        lastHash = mark.hash();
        lastEpoch = mark.lastEpoch();
        packs = mark.packs();
    }

    public Workspace open() {
        return open(store);
    }

    public Workspace open(MemorySource from) {
        return open(from, null);
    }

    public Workspace open(MemorySource from, @Nullable WorkspaceOptions options) {
        try {
            return Workspace.open(
                    from,
                    ROOT,
                    WorkspaceKey.of(key),
                    options == null ? WorkspaceOptions.defaults().withParallel(4) : options);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    public String keyBase64() {
        return Base64.getEncoder().encodeToString(key);
    }
}

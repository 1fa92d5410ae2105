package cloud.dumont.restore.writer;

import com.github.luben.zstd.Zstd;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes one container, slowly, from the format's page. Its fields are levers for containers that are wrong. */
public final class ContainerWriter {
    private final byte[] workspaceKey;
    private final String workspace;
    private final char kind;
    private final long epoch;
    private final long number;
    private final List<byte[]> stored = new ArrayList<>();
    private final Bytes table = new Bytes();
    private final Bytes chunks = new Bytes();
    private final byte[] header;
    private final byte[] key;
    private final Bytes data = new Bytes();
    private int chunkCount;
    private int flushed;

    public int blockSize = 1000;
    public boolean compress = true;

    public ContainerWriter(byte[] workspaceKey, String workspace, char kind, long epoch, long number, long seed) {
        this(workspaceKey, workspace, kind, epoch, number, seed, 1);
    }

    public ContainerWriter(
            byte[] workspaceKey, String workspace, char kind, long epoch, long number, long seed, int version) {
        this.workspaceKey = workspaceKey;
        this.workspace = workspace;
        this.kind = kind;
        this.epoch = epoch;
        this.number = number;
        byte[] salt = new byte[32];
        new Random(seed).nextBytes(salt);
        header = new Bytes()
                .ascii("DVF1")
                .u8(kind)
                .u8(version)
                .u16(0)
                .u64(epoch)
                .u64(number)
                .raw(salt)
                .u64(0)
                .array();
        byte[] info = new Bytes()
                .ascii("dvf1/object/" + workspace)
                .u8(0)
                .u8(kind)
                .u64(epoch)
                .u64(number)
                .array();
        key = Crypto.hkdf(workspaceKey, salt, info);
    }

    public static byte[] chunkId(byte[] workspaceKey, String workspace, byte[] chunk) {
        byte[] idKey = Crypto.hkdf(
                workspaceKey,
                new byte[32],
                new Bytes().ascii("dvf1/id/" + workspace).array());
        return Crypto.hmac(idKey, chunk);
    }

    /** Adds a chunk to the data stream; what comes back is an encoded Piece. */
    public byte[] chunk(byte[] chunk) {
        byte[] id = chunkId(workspaceKey, workspace, chunk);
        int offset = data.size();
        data.raw(chunk);
        chunks.raw(id).u32(offset).u32(chunk.length);
        chunkCount++;
        return piece(kind, epoch, number, offset, chunk.length, id);
    }

    public static byte[] piece(char kind, long epoch, long number, long offset, long length, byte[] id) {
        return new Bytes()
                .u8(kind)
                .varint(epoch)
                .varint(number)
                .varint(offset)
                .varint(length)
                .raw(id)
                .array();
    }

    public void block(int stream, byte[] plain) {
        boolean zstd = compress && plain.length > 0;
        block(stream, zstd ? 1 : 0, zstd ? Zstd.compress(plain) : plain, plain.length);
    }

    public void block(int stream, int codec, byte[] payload, long plainLength) {
        byte[] sealed = seal(stored.size(), stream, codec, payload, plainLength);
        stored.add(sealed);
        table.u8(stream).u8(codec).u32(sealed.length).u32(plainLength);
    }

    private byte[] seal(long blockNumber, int stream, int codec, byte[] payload, long plainLength) {
        byte[] nonce = new Bytes().u32(0).u64(blockNumber).array();
        byte[] aad = new Bytes()
                .raw(header)
                .u64(blockNumber)
                .u8(stream)
                .u8(codec)
                .u32(plainLength)
                .array();
        return Crypto.seal(key, nonce, payload, aad);
    }

    private void flushData() {
        byte[] all = data.array();
        while (flushed < all.length) {
            int length = Math.min(blockSize, all.length - flushed);
            block(1, java.util.Arrays.copyOfRange(all, flushed, flushed + length));
            flushed += length;
        }
    }

    public void record(byte[] record) {
        flushData();
        for (int at = 0; at < record.length; at += 1_000_000) {
            block(2, java.util.Arrays.copyOfRange(record, at, Math.min(record.length, at + 1_000_000)));
        }
    }

    public byte[] finish() {
        flushData();
        byte[] trailer = new Bytes()
                .u32(stored.size())
                .raw(table.array())
                .u32(chunkCount)
                .raw(chunks.array())
                .array();
        return finish(trailer, trailer.length);
    }

    public byte[] finish(byte[] trailer, long claimedLength) {
        int codec = compress ? 1 : 0;
        byte[] payload = compress ? Zstd.compress(trailer) : trailer;
        byte[] sealed = seal(-1, 0x54, codec, payload, claimedLength);
        Bytes object = new Bytes().raw(header);
        stored.forEach(object::raw);
        return object.raw(sealed)
                .u32(sealed.length)
                .u32(claimedLength)
                .u8(codec)
                .u8(0)
                .u16(0)
                .ascii("1FVD")
                .array();
    }
}

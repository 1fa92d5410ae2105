package cloud.dumont.agent.bench;

import cloud.dumont.agent.container.CryptoWarmUp;
import cloud.dumont.agent.fetch.Fetch;
import cloud.dumont.agent.fetch.FetchLimits;
import cloud.dumont.agent.fetch.FetchSink;
import cloud.dumont.agent.fetch.Want;
import cloud.dumont.agent.history.FakeRegister;
import cloud.dumont.agent.history.Repository;
import cloud.dumont.agent.history.RepositoryConfig;
import cloud.dumont.agent.history.Workspace;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.store.DirectoryStore;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Piece;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * CPU of the pipeline without a file system around it: {@code PipelineBench FOLDER [MiB]}. Give it a folder in memory. Prints
 * CPU-seconds per gibibyte for noise and for text, stored and fetched.
 */
final class PipelineBench {
    private PipelineBench() {}

    public static void main(String[] arguments) throws Exception {
        long mebibytes = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1024;
        report("warm-up", cpu(CryptoWarmUp::run), 0, 0);
        for (boolean text : new boolean[] {false, true, false, true}) {
            Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
            run(folder, mebibytes, text);
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void run(Path folder, long mebibytes, boolean text) throws Exception {
        RepositoryConfig config = new RepositoryConfig(
                64L << 20, 32L << 20, 3, 1, 4 << 20, 250, 48L << 20, java.time.Duration.ofMinutes(15));
        try (Repository repository = Workspace.open(new DirectoryStore(folder), new FakeRegister(1), 1, config);
                PackWriter packs = repository.packs(PackLimits.STANDARD)) {
            List<Want<Integer>> wants = new ArrayList<>();
            byte[] data = text ? words() : new byte[32 << 20];
            long wall = System.nanoTime();
            double writing = cpu(() -> write(repository, packs, data, text, mebibytes, wants));
            double seconds = (System.nanoTime() - wall) / 1e9;
            report(text ? "text stored" : "noise stored", writing, mebibytes, seconds);
            wall = System.nanoTime();
            double reading = cpu(() -> new Fetch<>(
                            repository.source(),
                            FetchLimits.STANDARD,
                            Thread.ofPlatform().factory(),
                            NOWHERE)
                    .run(wants.iterator()));
            report(text ? "text fetched" : "noise fetched", reading, mebibytes, (System.nanoTime() - wall) / 1e9);
        }
    }

    private static void write(
            Repository repository,
            PackWriter packs,
            byte[] data,
            boolean text,
            long mebibytes,
            List<Want<Integer>> wants)
            throws Exception {
        ContentWriter contents = repository.contents(packs);
        Random random = new Random(1);
        for (long done = 0; done < mebibytes << 20; done += data.length) {
            if (text) {
                data[random.nextInt(1000)] ^= 1;
                for (int at = 0; at < data.length; at += 4096) {
                    data[at] = (byte) random.nextInt();
                }
            } else {
                fill(data, random.nextLong());
            }
            Content content = Workspace.write(contents, packs, data);
            content.parts().forEach(part -> wants.add(new Want<>(0, (Piece) part)));
        }
        packs.settle();
    }

    /** Noise for a few milliseconds a gibibyte, so that it does not count. */
    private static void fill(byte[] data, long seed) {
        long state = seed | 1;
        java.nio.LongBuffer longs = java.nio.ByteBuffer.wrap(data).asLongBuffer();
        while (longs.hasRemaining()) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            longs.put(state);
        }
    }

    /** Words of a small vocabulary, the first ones far more often. */
    private static byte[] words() {
        Random random = new Random(2);
        List<String> vocabulary = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            vocabulary.add(Integer.toString(1000 + random.nextInt(60_000_000), 36) + (i % 9 == 0 ? "();\n" : " "));
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < 32 << 20) {
            text.append(vocabulary.get((int) (4000 * Math.pow(random.nextDouble(), 4))));
        }
        return text.substring(0, 32 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static final FetchSink<Integer> NOWHERE = new FetchSink<>() {
        @Override
        public void piece(Integer tag, byte[] from, int offset, int length) {}

        @Override
        public void lost(Integer tag, Piece piece, cloud.dumont.agent.container.Damage damage) {
            throw new IllegalStateException(damage.toString());
        }
    };

    private interface Work {
        void run() throws Exception;
    }

    private static double cpu(Work work) throws Exception {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        work.run();
        return (system.getProcessCpuTime() - before) / 1e9;
    }

    private static void report(String what, double cpu, long mebibytes, double seconds) {
        System.out.printf(
                "%-14s %6.2f CPU-s %6.2f s%s%n",
                what, cpu, seconds, mebibytes == 0 ? "" : "  %.2f CPU-s/GiB".formatted(cpu * 1024 / mebibytes));
    }
}

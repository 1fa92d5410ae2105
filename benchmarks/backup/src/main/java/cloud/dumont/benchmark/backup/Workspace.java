package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the platform knows of one workspace: the commits that count. Kept in a file, so that another process goes on with them. */
final class Workspace {
    private final Path file;
    private final String name;
    private final List<Row> rows = new ArrayList<>();

    private record Row(CommitRef ref, boolean tree) {
        static Row parse(String line) {
            String[] words = line.split(" ", -1);
            return new Row(
                    new CommitRef(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]),
                    Boolean.parseBoolean(words[3]));
        }

        @Override
        public String toString() {
            return ref.epoch() + " " + ref.seq() + " " + ref.sha256() + " " + tree;
        }
    }

    Workspace(Path file, String name) throws IOException {
        this.file = file;
        this.name = name;
        if (Files.exists(file)) {
            Files.readAllLines(file).stream().map(Row::parse).forEach(rows::add);
        }
    }

    String name() {
        return name;
    }

    String root() {
        return "u/bench/" + name + "/";
    }

    byte[] key() {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) 7);
        return key;
    }

    /** @return whether it is the next of the chain, or the last one again */
    synchronized boolean add(CommitRequest request) throws IOException {
        CommitRef tip = rows.isEmpty() ? null : rows.getLast().ref();
        CommitRef ref = new CommitRef(request.epoch().value(), request.seq(), request.sha256());
        if (ref.equals(tip)) {
            return true;
        }
        if (!java.util.Objects.equals(request.parent(), tip)) {
            return false;
        }
        Row row = new Row(ref, request.tree());
        rows.add(row);
        Files.writeString(file, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return true;
    }

    /** From the newest commit with a tree, or the first, to the newest. */
    synchronized List<CommitRef> chain() {
        int from = Math.max(0, rows.size() - 1);
        while (from > 0 && !rows.get(from).tree()) {
            from--;
        }
        return rows.subList(from, rows.size()).stream().map(Row::ref).toList();
    }
}

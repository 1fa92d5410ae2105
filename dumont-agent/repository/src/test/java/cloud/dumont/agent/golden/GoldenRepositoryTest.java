package cloud.dumont.agent.golden;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.PieceReader;
import cloud.dumont.agent.history.FakeRegister;
import cloud.dumont.agent.history.Opening;
import cloud.dumont.agent.history.Repository;
import cloud.dumont.agent.history.RepositoryConfig;
import cloud.dumont.agent.history.TreeLoader;
import cloud.dumont.agent.store.DirectoryStore;
import cloud.dumont.agent.tree.CommitHash;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Part;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.TreeTable;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine reads for ever what its first version wrote; the files lie with the second reader. */
class GoldenRepositoryTest {
    static final Path GOLDEN = Path.of("../../dumont-restore/src/test/resources/golden-v1");
    static final String WORKSPACE = "golden-v1";

    private final DirectoryStore store = new DirectoryStore(GOLDEN.resolve("store"));
    private final WorkspaceKey key = WorkspaceKey.of(
            Base64.getDecoder()
                    .decode(Files.readString(GOLDEN.resolve("key.txt")).strip()),
            WORKSPACE);

    GoldenRepositoryTest() throws Exception {}

    @Test
    void everyVersionIsReadAsItWasWritten() throws Exception {
        List<String> expected = Files.readAllLines(GOLDEN.resolve("expected.txt"));
        List<String> lines = new ArrayList<>();
        List<CommitRef> chain = new ArrayList<>();
        for (String header :
                expected.stream().filter(line -> line.startsWith("version\t")).toList()) {
            if (header.endsWith("\ttree")) {
                chain.clear();
            }
            chain.add(ref(header));
            lines.add(header);
            lines.addAll(read(chain));
        }
        assertThat(lines).hasSizeGreaterThan(100).isEqualTo(expected);
    }

    @Test
    void theNewestVersionIsGoneOnFrom() throws Exception {
        List<CommitRef> chain = new ArrayList<>();
        for (String line : Files.readAllLines(GOLDEN.resolve("expected.txt"))) {
            if (line.startsWith("version\t")) {
                if (line.endsWith("\ttree")) {
                    chain.clear();
                }
                chain.add(ref(line));
            }
        }
        try (Repository repository = Repository.open(
                new Opening(key, 2, chain),
                store,
                new FakeRegister(2),
                RepositoryConfig.STANDARD,
                Thread.ofPlatform().daemon().factory())) {
            assertThat(repository.newest()).isEqualTo(chain.getLast());
            assertThat(repository.tree().files()).isPositive();
        }
    }

    private static CommitRef ref(String header) {
        String[] columns = header.split("\t");
        String[] place = columns[1].split("/");
        return new CommitRef(Long.parseLong(place[0]), Long.parseLong(place[1]), CommitHash.ofHex(columns[2]));
    }

    private List<String> read(List<CommitRef> chain) throws Exception {
        ContainerSource source = new ContainerSource(store, key);
        List<String> lines = new ArrayList<>();
        try (TreeTable tree = new TreeLoader(source).tree(chain);
                PieceReader reader = new PieceReader(source)) {
            tree.<Exception>visit(
                    (number, entry) -> lines.add(GoldenLines.line(entry, content -> bytes(reader, content))));
        }
        return lines;
    }

    private static byte[] bytes(PieceReader reader, Content content) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : content.parts()) {
            switch (part) {
                case Part.Hole hole -> out.write(new byte[(int) hole.bytes()]);
                case Piece piece -> out.write(reader.read(piece));
            }
        }
        return out.toByteArray();
    }
}

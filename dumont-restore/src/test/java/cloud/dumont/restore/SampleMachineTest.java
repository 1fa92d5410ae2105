package cloud.dumont.restore;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.history.History;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.Tree;
import cloud.dumont.restore.verify.References;
import cloud.dumont.restore.verify.Sample;
import cloud.dumont.restore.verify.Verifier;
import cloud.dumont.restore.verify.VerifyReport;
import cloud.dumont.restore.writer.SampleMachine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleMachineTest {
    private final SampleMachine machine = new SampleMachine();

    @Test
    void theTreeIsItsPagesWithTheLaterChanges() throws Exception {
        try (Workspace workspace = machine.repository.open()) {
            History history = workspace.history();
            assertThat(history.newest())
                    .hasValueSatisfying(ref -> assertThat(ref.seq()).isEqualTo(2));
            assertThat(history.merged()).containsExactly(ContainerId.commit(1, 1), ContainerId.commit(3, 2));
            assertThat(history.damage()).isEmpty();
            Tree tree = workspace.treeAt(history.newest().orElseThrow());
            assertThat(Trees.paths(tree))
                    .containsExactly(
                            "",
                            "a",
                            "a/linked",
                            "dev",
                            "dev/disk",
                            "dev/pipe",
                            "dev/socket",
                            "dev/tty",
                            "etc",
                            "etc/hosts",
                            "home",
                            "home/big",
                            "home/empty",
                            "home/linked",
                            "home/linked2",
                            "home/out",
                            "home/sparse",
                            "home/torn",
                            "odd",
                            "odd/\\x01\\xff\\x0a\\xc3\\\\%=",
                            "odd/d\\x80",
                            "odd/d\\x80/inside",
                            "work",
                            "work/notes");
            assertThat(Trees.paths(workspace.treeAt(CommitRef.of(ContainerId.commit(1, 1)))))
                    .contains("a.b")
                    .doesNotContain("work");
        }
    }

    @Test
    void contentsComeBackFromEveryOffset() throws Exception {
        try (Workspace workspace = machine.repository.open()) {
            Tree tree = workspace.treeAt(Trees.newest(workspace));
            Entry big = tree.find(RawPath.of("home/big")).orElseThrow();
            assertThat(Trees.content(workspace, big, false)).isEqualTo(machine.big);
            for (long from : new long[] {0, 1, 39_999, 40_000, 69_999, 70_000}) {
                try (var in = workspace.open(((Entry.File) big).content(false), from)) {
                    assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(machine.big, (int) from, 70_000));
                }
            }
            byte[] sparse = new byte[(1 << 20) + 5_000 + 3_000_000 + 300 + 10_000];
            System.arraycopy(machine.start, 0, sparse, 1 << 20, 5_000);
            System.arraycopy(machine.end, 0, sparse, (1 << 20) + 5_000 + 3_000_000, 300);
            Entry holes = tree.find(RawPath.of("home/sparse")).orElseThrow();
            assertThat(Trees.content(workspace, holes, false)).isEqualTo(sparse);
            Entry torn = tree.find(RawPath.of("home/torn")).orElseThrow();
            assertThat(Trees.content(workspace, torn, false)).isEqualTo(SampleMachine.text("all old"));
            assertThat(Trees.content(workspace, torn, true)).isEqualTo(SampleMachine.text("half old, half new"));
            assertThat(((Entry.File) torn).mtime(false).seconds()).isEqualTo(1_600_000_000);
        }
    }

    @Test
    void metadataComesBack() throws Exception {
        try (Workspace workspace = machine.repository.open()) {
            Tree tree = workspace.treeAt(Trees.newest(workspace));
            Entry odd = tree.find(RawPath.of(SampleMachine.ODD)).orElseThrow();
            assertThat(odd.metadata().mode()).isEqualTo(04711);
            assertThat(odd.metadata().mtime().seconds()).isEqualTo(-5);
            assertThat(odd.metadata().mtime().nanos()).isEqualTo(250_000_000);
            assertThat(odd.metadata().xattrs()).hasSize(2);
            assertThat(odd.metadata().xattrs().getFirst().value()).containsExactly(0, 1, 0xFF, '\n');
            assertThat(tree.find(RawPath.of("dev/disk")).orElseThrow())
                    .isInstanceOfSatisfying(Entry.Device.class, device -> {
                        assertThat(device.block()).isTrue();
                        assertThat(device.minor()).isEqualTo(70_000);
                    });
        }
    }

    @Test
    void directoriesAreListedWithoutReadingWhatIsBelow() throws Exception {
        try (Workspace workspace = machine.repository.open()) {
            Tree tree = workspace.treeAt(Trees.newest(workspace));
            assertThat(names(tree.list(RawPath.ROOT).orElseThrow()))
                    .containsExactly("a", "dev", "etc", "home", "odd", "work");
            assertThat(names(tree.list(RawPath.of("dev"), Optional.of(RawPath.of("dev/pipe")), 1)
                            .orElseThrow()))
                    .containsExactly("dev/socket");
            assertThat(tree.list(RawPath.of("etc/hosts"))).isEmpty();
            assertThat(tree.list(RawPath.of("nowhere"))).isEmpty();
            assertThat(tree.find(RawPath.of("nowhere"))).isEmpty();
        }
    }

    private static List<String> names(Tree.Children children) {
        assertThat(children.complete()).isTrue();
        return children.entries().stream().map(e -> e.path().toString()).toList();
    }

    @Test
    void everythingThatAVersionNeedsIsNamed() throws Exception {
        try (Workspace workspace = machine.repository.open()) {
            References references = References.of(workspace, List.of(Trees.newest(workspace)));
            assertThat(references.uses().keySet())
                    .containsExactly(
                            ContainerId.pack(1, 1),
                            ContainerId.pack(1, 2),
                            ContainerId.commit(1, 1),
                            ContainerId.commit(3, 2));
            assertThat(references.uses().get(ContainerId.pack(1, 1)).liveBytes())
                    .isEqualTo(20 + 70_000 + 5_000 + 300 + 18 + 7 + 21);
            assertThat(references.uses().get(ContainerId.commit(3, 2)).liveBytes())
                    .isEqualTo("remember the milk".length());
        }
    }

    @Test
    void verificationReadsAllOfIt() throws Exception {
        try (Workspace workspace = machine.repository.open()) {
            VerifyReport report = new Verifier(workspace).verify(Trees.newest(workspace), Sample.all());
            assertThat(report.whole()).isTrue();
            assertThat(report.containersChecked()).isEqualTo(4);
            assertThat(report.chunksChecked()).isEqualTo(8 + 2 + 1);
            VerifyReport none = new Verifier(workspace).verify(Trees.newest(workspace), Sample.share(0, 1));
            assertThat(none.containersChecked()).isZero();
        }
    }
}

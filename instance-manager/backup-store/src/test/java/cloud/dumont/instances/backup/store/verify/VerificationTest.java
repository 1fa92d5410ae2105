package cloud.dumont.instances.backup.store.verify;

import static cloud.dumont.instances.backup.store.TestData.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.TestMachine;
import cloud.dumont.instances.backup.store.TestR2;
import cloud.dumont.instances.backup.store.copy.BucketCopy;
import cloud.dumont.instances.backup.store.copy.Copied;
import cloud.dumont.instances.backup.store.key.KeyRing;
import cloud.dumont.instances.backup.store.key.KeySlots;
import cloud.dumont.instances.backup.store.reading.ReadingFailed;
import cloud.dumont.instances.backup.store.reading.ReadingLimits;
import cloud.dumont.instances.backup.store.reading.RepositoryReading;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import cloud.dumont.instances.backup.store.vault.Vault;
import cloud.dumont.instances.backup.store.verify.VerificationResult.DamagedObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    @TempDir
    Path stored;

    @TempDir
    Path temporary;

    private TestR2 r2;
    private TestMachine machine;
    private Verification verification;
    private CommitRef first;
    private CommitRef second;
    private CommitRef third;
    private Set<String> firstPacks;
    private Set<String> secondPacks;

    @BeforeEach
    void start() {
        r2 = TestR2.in(stored);
        machine = new TestMachine(r2);
        verification = new Verification(r2.store, ReadingLimits.STANDARD);
        machine.folder("d").file("d/a", bytes(1, 100_000)).file("d/small", bytes(2, 100));
        first = machine.commit();
        firstPacks = packs();
        machine.file("d/b", bytes(3, 100_000));
        second = machine.commit();
        secondPacks = packs();
        secondPacks.removeAll(firstPacks);
        machine.remove("d/b");
        third = machine.commit();
    }

    @AfterEach
    void stop() throws IOException {
        machine.close();
        r2.close();
    }

    @Test
    void aWholeVersionIsWhole() {
        VerificationResult result = verification.verify(machine.access, second, 100, 0);
        assertThat(result.isWhole()).isTrue();
        assertThat(result.containersChecked()).isEqualTo(result.containers()).isGreaterThan(2);
        assertThat(result.bytesRead()).isGreaterThan(200_000);
    }

    @Test
    void aLostPackIsNamedWithItsFilesAndTheRestIsThere() throws Exception {
        String pack = secondPacks.iterator().next();
        fault("delete_object", pack);
        VerificationResult result = verification.verify(machine.access, second, 100, 0);
        assertThat(result.isWhole()).isFalse();
        assertThat(result.damaged()).extracting(DamagedObject::name).containsExactly(pack);
        assertThat(result.files()).containsExactly("/d/b");
        assertThat(result.lostFiles()).isEqualTo(1);
        assertThat(result.listDamaged()).isFalse();
        assertThat(verification.unhurt(machine.access, List.of(second, first), Set.of(pack), 5))
                .containsExactly(first);
        try (RepositoryReading reading = new RepositoryReading(r2.store, ReadingLimits.STANDARD)) {
            assertThat(file(reading, second, "/d/a")).isEqualTo(bytes(1, 100_000));
            assertThatThrownBy(() -> file(reading, second, "/d/b")).isInstanceOf(ReadingFailed.Damaged.class);
        }
    }

    @Test
    void aFlippedBitIsFoundWhereverItIs() {
        String pack = secondPacks.iterator().next();
        long size = r2.store.head(TestMachine.ROOT + pack).orElseThrow().size();
        for (long offset = 0; offset < size; offset += size / 11) {
            flip(pack, offset);
            assertThat(verification.verify(machine.access, second, 100, 0).damaged())
                    .as("offset %d", offset)
                    .extracting(DamagedObject::name)
                    .containsExactly(pack);
            flip(pack, offset);
        }
        assertThat(verification.verify(machine.access, second, 100, 0).isWhole())
                .isTrue();
    }

    @Test
    void aDamagedCommitIsNamed() {
        String name = ObjectNames.commit(third.epoch(), third.seq());
        flip(name, 200);
        VerificationResult result = verification.verify(machine.access, third, 100, 0);
        assertThat(result.isWhole()).isFalse();
        assertThat(result.listDamaged()).isTrue();
        assertThat(result.damaged()).extracting(DamagedObject::name).containsExactly(name);
        assertThat(verification.verify(machine.access, second, 100, 0).isWhole())
                .isTrue();
    }

    @Test
    void aSampleReadsAShareThatTheSeedChooses() {
        for (int n = 0; n < 20; n++) {
            machine.file("d/many" + n, bytes(50 + n, 60_000));
            machine.commit();
        }
        CommitRef tip = machine.tip();
        Set<Integer> checked = Set.of(1, 2, 3, 4, 5).stream()
                .map(seed -> verification.verify(machine.access, tip, 30, seed))
                .peek(result -> assertThat(result.containersChecked()).isLessThan(result.containers()))
                .map(result -> Long.hashCode(result.bytesRead()))
                .collect(Collectors.toSet());
        assertThat(checked).hasSizeGreaterThan(1);
        assertThat(verification.verify(machine.access, tip, 30, 1))
                .isEqualTo(verification.verify(machine.access, tip, 30, 1));
        assertThatThrownBy(() -> verification.verify(machine.access, tip, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStoreThatIsAwayIsNotDamaged() {
        r2.r2.faults().inject("error_503", 0, Map.of("method", "GET"), 0);
        assertThatThrownBy(() -> verification.verify(machine.access, second, 100, 0))
                .isInstanceOf(ReadingFailed.Away.class);
    }

    @Test
    void theSecondStoreIsEnoughWhenTheFirstIsGone() throws Exception {
        machine.newBox();
        machine.file("d/c", bytes(9, 50_000));
        CommitRef tip = machine.commit();
        Copied copied = new BucketCopy(r2.store, r2.copy, temporary, 4)
                .run(TestMachine.ROOT, machine.copyItems(), 0, seq -> {});
        assertThat(copied.seq()).isEqualTo(tip.seq());
        r2.r2.objects(TestR2.BUCKET, "").forEach(object -> r2.store.delete(List.of(object.key())));
        assertThat(new Verification(r2.copy, ReadingLimits.STANDARD)
                        .verify(machine.access, tip, 100, 0)
                        .isWhole())
                .isTrue();
        Vault vault =
                new Vault(r2.copy, new KeySlots(KeyRing.of("k1", Map.of("k1", new byte[32])), new SecureRandom()));
        assertThat(vault.readPlatformKey(TestMachine.ROOT, TestMachine.ID)).isEqualTo(machine.access.key());
        try (RepositoryReading reading = new RepositoryReading(r2.copy, ReadingLimits.STANDARD)) {
            assertThat(file(reading, tip, "/d/c")).isEqualTo(bytes(9, 50_000));
            assertThat(file(reading, first, "/d/a")).isEqualTo(bytes(1, 100_000));
        }
    }

    private byte[] file(RepositoryReading reading, CommitRef commit, String path) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reading.file(machine.access, commit, path, out);
        return out.toByteArray();
    }

    private Set<String> packs() {
        return machine.rowNames().stream().filter(name -> name.contains("/p/")).collect(Collectors.toSet());
    }

    private void flip(String name, long offset) {
        r2.r2.faults()
                .inject(
                        "bit_flip",
                        1,
                        Map.of(
                                "bucket",
                                TestR2.BUCKET,
                                "key",
                                TestMachine.ROOT + name,
                                "offset",
                                "" + offset,
                                "bit",
                                "3"),
                        0);
    }

    private void fault(String kind, String name) {
        r2.r2.faults().inject(kind, 1, Map.of("bucket", TestR2.BUCKET, "key", TestMachine.ROOT + name), 0);
    }
}

package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.restore.Restorer;
import cloud.dumont.agent.store.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine's first restore on a box takes away what the machine did not have, once, and nothing of its user's. */
class RestoreAgainTest {
    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final MemoryStore store = new MemoryStore();
    private LocalMachine box;
    private RestoreOrder order;

    @BeforeEach
    void save() throws Exception {
        LocalMachine old = new LocalMachine(folder.resolve("one"), platform, store, 1);
        Files.createDirectories(old.top.resolve("opt/conda"));
        Files.writeString(old.top.resolve("opt/.dumontignore"), "conda\n");
        Files.writeString(old.top.resolve("opt/tool"), "t");
        Files.writeString(old.top.resolve("script"), "1");
        old.save();
        old.forget();
        order = LocalMachine.order(platform.chain());
        box = new LocalMachine(folder.resolve("two"), platform, store, 2);
        Files.createDirectories(box.top.resolve("opt/conda/bin"));
        Files.writeString(box.top.resolve("opt/conda/bin/python"), "of the image");
        Files.writeString(box.top.resolve("opt/of-the-image"), "x");
    }

    private void restore() throws Exception {
        assertThat(box.restoreAtStart(order)).isEqualTo(new Restorer.Result.Done(0));
    }

    @Test
    void whatIsNeverBackedUpStaysThoughItsRulesComeWithTheFiles() throws Exception {
        restore();
        assertThat(box.top.resolve("opt/conda/bin/python")).hasContent("of the image");
        assertThat(box.top.resolve("opt/of-the-image")).doesNotExist();
        assertThat(box.top.resolve("script")).hasContent("1");
    }

    @Test
    void begunAgainItKeepsWhatTheUserMadeMeanwhile() throws Exception {
        restore();
        Files.writeString(box.top.resolve("script"), "edited");
        Files.writeString(box.top.resolve("opt/own"), "made");
        Files.delete(box.top.resolve("opt/tool"));
        restore();
        assertThat(box.top.resolve("script")).hasContent("edited");
        assertThat(box.top.resolve("opt/own")).hasContent("made");
        assertThat(box.top.resolve("opt/tool")).hasContent("t");
    }

    @Test
    void whatTheUserMadeMeanwhileIsSavedAfterwards() throws Exception {
        restore();
        Files.writeString(box.top.resolve("script"), "edited");
        restore();
        box.save();
        LocalMachine next = new LocalMachine(folder.resolve("three"), platform, store, 2);
        next.restore(LocalMachine.order(platform.chain()));
        assertThat(next.top.resolve("script")).hasContent("edited");
    }

    @Test
    void anotherOrderReplacesWhatDiffers() throws Exception {
        restore();
        Files.writeString(box.top.resolve("script"), "edited");
        box.restore(new RestoreOrder("rst_other", order.chain(), order.paths(), order.into(), false, false, null));
        assertThat(box.top.resolve("script")).hasContent("1");
    }
}

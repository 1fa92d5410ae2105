package cloud.dumont.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Without faults it is a store like any other; with them it does what the lever says. */
class FaultyStoreTest implements ObjectStoreContract {
    private final MemoryStore behind = new MemoryStore();
    private final FaultyStore store = new FaultyStore(behind);

    @Override
    public ObjectStore store() {
        return store;
    }

    @Test
    void leversDoWhatTheySay() throws Exception {
        BytesBody body = new BytesBody(new byte[] {1});
        store.failNext(1);
        assertThatThrownBy(() -> store.put("a", body)).isInstanceOf(StoreException.Unavailable.class);
        assertThat(behind.names()).isEmpty();
        store.loseAnswers(1);
        assertThatThrownBy(() -> store.put("a", body)).isInstanceOf(StoreException.Unavailable.class);
        assertThat(behind.names()).containsExactly("a");
        store.flip("a", 3);
        assertThat(store.get("a", 0, 1).readAllBytes()).containsExactly(9);
        store.dieAt(4, true);
        assertThatThrownBy(() -> store.put("b", body)).isInstanceOf(StoreException.Refused.class);
        assertThatThrownBy(() -> store.put("c", body)).isInstanceOf(StoreException.Refused.class);
        assertThat(behind.names()).containsExactly("a", "b");
    }
}

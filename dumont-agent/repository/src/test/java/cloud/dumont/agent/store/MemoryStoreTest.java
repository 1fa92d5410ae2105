package cloud.dumont.agent.store;

class MemoryStoreTest implements ObjectStoreContract {
    private final MemoryStore store = new MemoryStore();

    @Override
    public ObjectStore store() {
        return store;
    }
}

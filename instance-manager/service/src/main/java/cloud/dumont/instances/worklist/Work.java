package cloud.dumont.instances.worklist;

/** One kind of persistent work. A step re-reads the state of its key, does one idempotent thing and says what is next. */
public interface Work {
    Queue queue();

    Next step(String key);
}

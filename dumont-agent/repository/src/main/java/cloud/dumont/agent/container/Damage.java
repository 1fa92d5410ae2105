package cloud.dumont.agent.container;

/** What of a container cannot be read, and what is lost with it. */
public sealed interface Damage {
    ContainerName container();

    /** Nothing of that name is in the store. */
    record Gone(ContainerName container) implements Damage {}

    /** Not whole: its size is not what its parts add up to. */
    record WrongSize(ContainerName container, long size) implements Damage {}

    /** Not a container of that name, or of a version that is not known; all of it is lost. */
    record BadHeader(ContainerName container) implements Damage {}

    /** Where its blocks and chunks lie is not known; all of it is lost. */
    record BadTrailer(ContainerName container) implements Damage {}

    /** The chunks that touch this block are lost. */
    record BadBlock(ContainerName container, long block) implements Damage {}

    /** All tags are right, but a chunk is not what it is called. */
    record BadChunk(ContainerName container, long offset) implements Damage {}

    /** It opened, but what it says makes no sense: its writer was broken. */
    record BadRecord(ContainerName container, String what) implements Damage {}
}

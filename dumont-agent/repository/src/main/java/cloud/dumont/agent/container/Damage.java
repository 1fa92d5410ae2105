package cloud.dumont.agent.container;

/** What of a container cannot be read, and what is lost with it. */
public sealed interface Damage {
    ContainerName container();

    /** One plain sentence for people; no path of the user is in it. */
    default String sentence() {
        String what = switch (this) {
            case Gone _ -> "is not in the store";
            case WrongSize wrong -> "is not whole: " + wrong.size() + " bytes are not what its parts add up to";
            case BadHeader _ -> "has a damaged header";
            case BadTrailer _ -> "has a damaged trailer";
            case BadBlock bad -> "has a damaged block " + bad.block();
            case BadChunk bad -> "holds another chunk than it says at " + bad.offset();
            case BadRecord bad -> "makes no sense: " + bad.what();
        };
        return container().path() + " " + what;
    }

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

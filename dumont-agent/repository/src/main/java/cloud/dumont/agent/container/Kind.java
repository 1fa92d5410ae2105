package cloud.dumont.agent.container;

import cloud.dumont.agent.wire.MalformedException;

/** What a container is for. */
public enum Kind {
    PACK('P', 'p'),
    COMMIT('C', 'c');

    private final byte code;
    private final char folder;

    Kind(char code, char folder) {
        this.code = (byte) code;
        this.folder = folder;
    }

    public byte code() {
        return code;
    }

    char folder() {
        return folder;
    }

    public static Kind of(int code) throws MalformedException {
        for (Kind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new MalformedException("an unknown kind of container");
    }
}

package cloud.dumont.restore.container;

/** What a container is for; the code is its byte in headers and pieces, the folder its part of the object's name. */
public enum Kind {
    PACK('P', "p"),
    COMMIT('C', "c");

    private final byte code;
    private final String folder;

    Kind(char code, String folder) {
        this.code = (byte) code;
        this.folder = folder;
    }

    public byte code() {
        return code;
    }

    public String folder() {
        return folder;
    }
}

package cloud.dumont.gateway.routes;

/** What a route asks of whoever calls it, and by what the calls are counted. */
enum Access {
    /** Nothing, and the calls are not counted. */
    FREE,
    /** Nothing yet; counted per address as attempts to log in. */
    LOGIN,
    /** A credential is welcome; without one the calls are counted per address. */
    VISITOR,
    /** The path itself is the credential, good for once; counted per address. */
    DOWNLOAD,
    /** A login or an API key. */
    USER,
    /** A login; a key cannot do this. */
    SESSION,
    /** A box without a token yet. */
    AGENT_NEW,
    /** A box that has enrolled. */
    AGENT,
    /** The same, about the files it saves: that is said much more often. */
    AGENT_BACKUP
}

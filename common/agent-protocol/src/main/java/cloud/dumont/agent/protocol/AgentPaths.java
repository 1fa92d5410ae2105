package cloud.dumont.agent.protocol;

/** Where the platform listens; all calls go from the box to the platform. */
public final class AgentPaths {
    public static final String ENROLL = "/agent/v1/enroll";
    public static final String NONCE = "/agent/v1/nonce";
    public static final String TOKEN = "/agent/v1/token";
    public static final String PREFLIGHT = "/agent/v1/preflight";
    public static final String BEAT = "/agent/v1/beat";
    public static final String STREAM = "/agent/v1/stream";
    public static final String ACKS = "/agent/v1/acks";
    public static final String AUTHORIZED_KEYS = "/agent/v1/authorized-keys";
    public static final String GOODBYE = "/agent/v1/goodbye";
    public static final String BACKUP_OPEN = "/agent/v1/backup/open";
    public static final String BACKUP_ORDERS = "/agent/v1/backup/orders";
    public static final String BACKUP_ORDER_FAILED = "/agent/v1/backup/order-failed";
    public static final String BACKUP_LIST = "/agent/v1/backup/list";
    public static final String BACKUP_RESTORE = "/agent/v1/backup/restore";
    public static final String BACKUP_PREPARE = "/agent/v1/backup/prepare";
    public static final String BACKUP_PREPARED = "/agent/v1/backup/prepared";
    public static final String PRESIGN = "/agent/v1/presign";
    public static final String COMMIT = "/agent/v1/commit";
    /** Lines of a failed bootstrap, before there is any identity but the one-time token. */
    public static final String BOOTSTRAP_FAILURE = "/agent/v1/bootstrap-failure";

    /** Header of a signed call: base64 Ed25519 signature of the exact body bytes by the enrolled key. */
    public static final String SIGNATURE_HEADER = "X-Dumont-Signature";

    public static final int PROTOCOL_VERSION = 1;

    private AgentPaths() {}
}

package cloud.dumont.instances.hostkey;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Secret;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Machines' host keys, sealed at rest with the machine's id bound in. */
@Repository
public class HostKeys {
    private final JdbcClient jdbc;
    private final Seal seal;
    private final String kekId;
    private final OpenSshKeys keys = new OpenSshKeys();

    public HostKeys(JdbcClient jdbc, HostKeyConfig config) {
        this.jdbc = jdbc;
        this.seal = Seal.of(config.kekFile());
        this.kekId = config.kekId();
    }

    /** Makes the machine's key in the running transaction. @return its public line */
    public String make(InstanceId instance, Instant now) {
        HostKey key = keys.make(instance.text());
        Seal.Sealed sealed = seal.close(instance.text(), key.privatePem().reveal());
        jdbc.sql("""
                        INSERT INTO host_keys (instance_id, kek_id, nonce, ciphertext, created_at)
                        VALUES (:instance, :kek, :nonce, :ciphertext, :now)
                        """)
                .param("instance", instance.value())
                .param("kek", kekId)
                .param("nonce", sealed.nonce())
                .param("ciphertext", sealed.ciphertext())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return key.publicLine();
    }

    public Secret privatePem(InstanceId instance) {
        return jdbc.sql("SELECT nonce, ciphertext FROM host_keys WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query((row, number) ->
                        new Secret(seal.open(instance.text(), new Seal.Sealed(row.getBytes(1), row.getBytes(2)))))
                .single();
    }

    /** When the machine is destroyed its key goes too. */
    public void forget(InstanceId instance) {
        jdbc.sql("DELETE FROM host_keys WHERE instance_id = :instance")
                .param("instance", instance.value())
                .update();
    }
}

package cloud.dumont.agent.protocol;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the box needs to become the machine.
 *
 * @param hostKeyPrivate the machine's SSH host key, OpenSSH PEM; the same on every placement
 * @param authorizedKeys one OpenSSH public key line each
 * @param environment for the user's shells and start command
 * @param startCommand run once per start of the machine, after preflight; null: none
 * @param nonce to be signed for the first token, so that no extra call is needed
 */
public record EnrollAnswer(
        InstanceId instance,
        PlacementId placement,
        Epoch epoch,
        String machineName,
        String hostKeyPrivate,
        String hostKeyPublic,
        List<String> authorizedKeys,
        Map<String, String> environment,
        @Nullable String startCommand,
        String nonce,
        int beatSeconds) {}

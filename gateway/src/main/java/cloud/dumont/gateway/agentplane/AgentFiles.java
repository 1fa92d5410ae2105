package cloud.dumont.gateway.agentplane;

import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What a new box fetches before it can say who it is: the bootstrap script and the agent. The box checks the sum it was given. */
@Component
public class AgentFiles {
    private static final String ARCHIVE = "dumont-agent-linux-x86_64.tar.gz";
    private static final Map<String, MediaType> TYPES = Map.of(
            "bootstrap.sh",
            MediaType.parseMediaType("text/x-shellscript;charset=UTF-8"),
            ARCHIVE,
            MediaType.parseMediaType("application/gzip"),
            ARCHIVE + ".sha256",
            MediaType.TEXT_PLAIN);

    private final @Nullable Path directory;

    AgentFiles(AgentFilesConfig config) {
        this.directory = config.agentArchiveDir();
    }

    public ServerResponse serve(ServerRequest request) {
        String path = request.servletRequest().getRequestURI();
        String name = path.substring(path.lastIndexOf('/') + 1);
        MediaType type = TYPES.get(name);
        if (type == null || directory == null || !Files.isRegularFile(directory.resolve(name))) {
            throw new RefusedException(new CommonRefusal.NotFound());
        }
        return ServerResponse.ok()
                .contentType(type)
                .cacheControl(CacheControl.noCache())
                .body(new FileSystemResource(directory.resolve(name)));
    }
}

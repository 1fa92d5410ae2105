package cloud.dumont.sandbox.service;

import cloud.dumont.sandbox.os.Command;
import cloud.dumont.sandbox.os.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A service's executable jar, laid out for a quick start: the same classes as in production, unpacked once per build, and
 * beside them a start-up cache when one was made.
 */
public record ServiceJar(Path folder, Path jar) {
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** Unpacks the newest build of the service below {@code run}; older builds go. */
    public static ServiceJar lay(ServiceSpec service, Path repository, Path run) throws IOException {
        Path built = find(service, repository);
        Path home = run.resolve(service.name());
        Path folder = home.resolve(hash(built));
        Path jar = folder.resolve(built.getFileName());
        if (!Files.exists(jar)) {
            Folders.delete(home);
            Files.createDirectories(home);
            Path beside = home.resolve("unpacking");
            Command.require(
                    java(),
                    "-XX:TieredStopAtLevel=1",
                    "-Djarmode=tools",
                    "-jar",
                    built.toString(),
                    "extract",
                    "--destination",
                    beside.toString());
            Files.move(beside, folder);
        }
        return new ServiceJar(folder, jar);
    }

    /** The command line that runs the service, with the start-up cache when there is one. */
    public List<String> command() {
        List<String> words = new ArrayList<>(List.of(java()));
        words.addAll(OPTIONS);
        if (Files.exists(cache())) {
            words.add("-XX:AOTCache=" + cache());
            words.add("-Xlog:aot=off,cds=off");
        }
        words.addAll(List.of("-jar", jar.toString()));
        return words;
    }

    /** The command line that makes the start-up cache: it starts as far as wiring everything, serves nothing and ends. */
    List<String> training(Path output) {
        List<String> words = new ArrayList<>(List.of(java()));
        words.addAll(OPTIONS);
        words.add("-XX:AOTCacheOutput=" + output);
        words.add("-Xlog:aot=off,cds=off");
        words.addAll(List.of("-Dspring.context.exit=onRefresh", "-jar", jar.toString()));
        return words;
    }

    Path cache() {
        return folder.resolve("start.aot");
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path find(ServiceSpec service, Path repository) throws IOException {
        Path target = repository.resolve(service.module()).resolve("target");
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, service.artifact() + "-[0-9]*.jar")) {
                for (Path jar : jars) {
                    if (!jar.toString().matches(".*-(sources|tests|javadoc)\\.jar")) {
                        return jar;
                    }
                }
            }
        }
        throw new IOException("the jar of " + service.name() + " is not built (" + target + "): run ./dumont up, or "
                + "./mvnw -DskipTests package");
    }

    private static String hash(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(content, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IOException("this JDK has no SHA-256", impossible);
        }
    }
}

package cloud.dumont.restore.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest implements ObjectSourceContract {
    @TempDir
    Path temp;

    @Override
    public ObjectSource sourceWith(TreeMap<String, byte[]> objects) throws Exception {
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            Path file = temp.resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, object.getValue());
        }
        return new DirectorySource(temp);
    }

    @Test
    void staysBelowItsDirectory() throws Exception {
        Path inside = Files.createDirectory(temp.resolve("inside"));
        Files.writeString(temp.resolve("secret"), "x");
        ObjectSource source = new DirectorySource(inside);
        assertThatThrownBy(() -> source.read("../secret", 10)).isInstanceOf(StoreRefused.class);
    }
}

package cloud.dumont.restore.writer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a workspace of very many small files into a directory, to see what a reader needs: DIRECTORY [FILES]. */
public final class MillionFiles {
    private MillionFiles() {}

    public static void main(String[] arguments) throws Exception {
        int files = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        TestRepository repository = new TestRepository().fence(1);
        ContainerWriter pages = repository.pack();
        pages.blockSize = 1 << 20;
        CommitBytes record = repository.record();
        record.pages = new ArrayList<>();
        List<byte[]> page = new ArrayList<>();
        for (int first = 0; first < files; first += 1000) {
            String directory = String.format(Locale.ROOT, "d%06d", first / 1000);
            ContainerWriter pack = repository.pack();
            pack.blockSize = 1 << 20;
            page.add(EntryBytes.directory(directory));
            for (int i = 0; i < 1000; i++) {
                byte[] text = ("content of file number " + (first + i) + "\n").getBytes();
                page.add(EntryBytes.file(
                        directory + String.format(Locale.ROOT, "/file-%03d.txt", i),
                        new EntryBytes.ContentBytes()
                                .piece(pack.chunk(text), text.length)
                                .array()));
            }
            repository.put(pack);
            if (page.size() > 8000 || first + 1000 >= files) {
                record.pages.add(SampleMachine.page(pages, page));
                page.clear();
            }
        }
        repository.put("e/000000000001/p/000000000001", pages.finish());
        repository.commit(record);
        Path root = Path.of(arguments[0]);
        for (var object : repository.store.objects().entrySet()) {
            Path file = root.resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, object.getValue());
        }
        Files.writeString(root.resolve("key"), repository.keyBase64());
    }
}

package cloud.dumont.restore.source;

import java.util.TreeMap;

class MemorySourceTest implements ObjectSourceContract {
    @Override
    public ObjectSource sourceWith(TreeMap<String, byte[]> objects) {
        MemorySource source = new MemorySource();
        source.objects().putAll(objects);
        return source;
    }
}

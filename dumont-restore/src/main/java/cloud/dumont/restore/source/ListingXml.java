package cloud.dumont.restore.source;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The answer of ListObjectsV2, of which keys and sizes matter. */
final class ListingXml {
    private ListingXml() {}

    static List<StoredObject> parse(byte[] xml) throws StoreException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            List<StoredObject> found = new ArrayList<>();
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT && "Contents".equals(reader.getLocalName())) {
                    found.add(object(reader));
                }
            }
            return List.copyOf(found);
        } catch (XMLStreamException | NumberFormatException e) {
            throw new StoreUnreachable("the store's listing makes no sense: " + e.getMessage(), e);
        }
    }

    private static StoredObject object(XMLStreamReader reader) throws XMLStreamException {
        String key = "";
        long size = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT && "Contents".equals(reader.getLocalName())) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT && "Key".equals(reader.getLocalName())) {
                key = reader.getElementText();
            } else if (event == XMLStreamConstants.START_ELEMENT && "Size".equals(reader.getLocalName())) {
                size = Long.parseLong(reader.getElementText());
            }
        }
        return new StoredObject(key, size);
    }
}

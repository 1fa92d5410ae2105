package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of a request's document. Documents with a DTD are refused, so there are no entities to expand. */
record XmlNode(String name, StringBuilder text, List<XmlNode> children) {
    private static final int DEEPEST = 16;
    private static final XMLInputFactory FACTORY = factory();

    private XmlNode(String name) {
        this(name, new StringBuilder(), new ArrayList<>());
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        return factory;
    }

    static XmlNode parse(byte[] document) {
        Deque<XmlNode> open = new ArrayDeque<>();
        open.push(new XmlNode(""));
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
            while (reader.hasNext()) {
                step(reader, open);
            }
        } catch (XMLStreamException broken) {
            throw malformed();
        }
        return open.element().children().stream().findFirst().orElseThrow(XmlNode::malformed);
    }

    private static void step(XMLStreamReader reader, Deque<XmlNode> open) throws XMLStreamException {
        switch (reader.next()) {
            case XMLStreamConstants.START_ELEMENT -> {
                XmlNode node = new XmlNode(reader.getLocalName());
                open.element().children().add(node);
                open.push(node);
                if (open.size() > DEEPEST) {
                    throw malformed();
                }
            }
            case XMLStreamConstants.END_ELEMENT -> open.pop();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                open.element().text().append(reader.getText());
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw malformed();
            default -> open.element();
        }
    }

    List<XmlNode> all(String child) {
        return children.stream().filter(node -> node.name().equals(child)).toList();
    }

    /** The text of the first such child; empty when there is none. */
    String value(String child) {
        return children.stream()
                .filter(node -> node.name().equals(child))
                .findFirst()
                .map(node -> node.text().toString())
                .orElse("");
    }

    static S3Refusal malformed() {
        return S3Refusal.of(400, "MalformedXML", "The XML you provided was not well-formed or did not validate.");
    }
}
